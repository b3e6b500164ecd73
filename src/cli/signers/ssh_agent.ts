import type { Bytes } from "../../crypto/bytes.ts";
import { ed25519Verifier } from "../../crypto/ed25519.ts";
import { CloacinaError } from "../../errors.ts";
import {
  AGENT_HEADER_LENGTH,
  agentAnswerLength,
  identitiesRequest,
  parseAgentSignature,
  parseIdentities,
  signRequest,
} from "../../formats/agent/ssh_agent.ts";
import type { Signer } from "../../operations/signer.ts";
import type { CliContext } from "../context.ts";
import { requireNetwork } from "../server/require_network.ts";
import { chooseAgentKey } from "./agent_key.ts";
import type { AgentSocketFlag } from "./signer_flags.ts";

type AgentSocket = Awaited<ReturnType<CliContext["connectToAgent"]>>;

/** After so many milliseconds without an answer, the user is told that the agent may be asking. */
const PATIENCE_MS = 1000;

/** Sends a request to an agent, and parses its answer. */
type Ask = <Answer>(request: Bytes, parse: (answer: Bytes) => Answer) => Promise<Answer>;

/** Opens the signer of a key in an SSH agent. */
export async function openSshAgentSigner(
  context: CliContext,
  selector: string,
  flags: AgentSocketFlag,
): Promise<Signer> {
  await requireNetwork(
    context,
    "connect to an agent",
    "this build opens no sockets: give a key file, or use the build with a network",
  );
  const socket = await context.connectToAgent(socketOf(context, flags));
  try {
    const ask = askOver(context, socket);
    const keys = await ask(identitiesRequest(), parseIdentities);
    if (keys === null) throw refused("list the keys of the agent");
    const { blob, comment, publicKey } = chooseAgentKey(keys, selector);
    const action = `sign with the key ${publicKey.fingerprint} of the agent`;
    const sign = async (message: Bytes) => {
      const signature = await ask(signRequest(blob, message), parseAgentSignature);
      if (signature === null) throw refused(action);
      return signature;
    };
    return {
      kind: "ssh-agent",
      publicKey: publicKey.bytes,
      fingerprint: publicKey.fingerprint,
      name: comment,
      verify: ed25519Verifier(publicKey.bytes),
      sign: inTurn(sign),
      close: socket.close,
    };
  } catch (error) {
    socket.close();
    throw error;
  }
}

function socketOf({ env }: CliContext, { agentSocket }: AgentSocketFlag): string {
  const path = agentSocket ?? env("SSH_AUTH_SOCK");
  if (path !== undefined && path !== "") return path;
  throw new CloacinaError("signer_unavailable", "Cannot connect to an agent: none is named", {
    hint: 'start one with `eval "$(ssh-agent)"`, or give --agent-socket PATH',
  });
}

/** Asks over a socket. Whoever the agent asks in turn may take any time. */
function askOver(context: CliContext, socket: AgentSocket): Ask {
  const tellOnce = once(() => context.terminal.note(WAITING));
  return async (request, parse) => {
    const stopWaiting = context.terminal.isAttended
      ? context.later(PATIENCE_MS, () => void tellOnce().catch(() => {}))
      : () => {};
    try {
      await socket.send(request);
      const length = readAnswer(agentAnswerLength, await socket.receive(AGENT_HEADER_LENGTH));
      return readAnswer(parse, await socket.receive(length));
    } finally {
      stopWaiting();
    }
  };
}

const WAITING =
  "note: the agent has not answered yet: it may be asking you to confirm, or for a PIN";

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => done ??= work();
}

/** Signs one message after the other. Whoever said no to a dialog is not asked again for each further package. */
function inTurn(sign: Signer["sign"]): Signer["sign"] {
  let last: Promise<unknown> = Promise.resolve();
  return (message) => {
    const signature = last.then(() => sign(message));
    last = signature;
    return signature;
  };
}

function readAnswer<Answer>(parse: (answer: Bytes) => Answer, answer: Bytes): Answer {
  try {
    return parse(answer);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const message = `Cannot read the answer of the agent: ${cause.message}`;
    throw new CloacinaError("signer_unavailable", message, { cause });
  }
}

/** An agent does not say why it refuses. */
function refused(action: string): CloacinaError {
  return new CloacinaError("signer_refused", `Cannot ${action}: the agent refuses`, {
    hint: "the agent may be locked, the key expired, removed or meant for certain hosts, or its " +
      "confirmation denied or impossible without a display; `ssh-add -l` lists the keys",
  });
}
