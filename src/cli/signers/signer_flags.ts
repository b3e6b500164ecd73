import { CloacinaError } from "../../errors.ts";
import { optionalText, requiredText } from "../command_line/flags.ts";
import type { RemoteFlags } from "../server/remote_flags.ts";

/** Where keys may be beside files: the schemes of `--key SCHEME:SELECTOR`. */
export const SIGNER_SCHEMES = ["ssh-agent", "vault"] as const;

/** One of these schemes. */
export type SignerScheme = typeof SIGNER_SCHEMES[number];

/** The flag of every command that takes the key of an agent. */
export interface AgentSocketFlag {
  readonly agentSocket?: string;
}

/** The flags that say how a key outside files is reached, of which a command may have only some. */
export interface SignerFlags extends AgentSocketFlag, Pick<RemoteFlags, "retryFor"> {}

/** `--agent-socket`, of every command that takes the key of an agent. */
export const AGENT_SOCKET_FLAG = optionalText(
  "PATH",
  "Socket of the SSH agent, for ssh-agent:… (default: $SSH_AUTH_SOCK)",
);

/**
 * Throws `invalid_request` for a socket where no key of an agent is named: it would have no effect. Every command with
 * the flag calls it.
 */
export function requireAgent(key: string | undefined, { agentSocket }: AgentSocketFlag): void {
  if (agentSocket === undefined || key?.startsWith("ssh-agent:")) return;
  throw new CloacinaError(
    "invalid_request",
    "Cannot connect to the agent of --agent-socket: no key in an agent is named",
    { hint: "name the key as ssh-agent:KEY, by its fingerprint or comment" },
  );
}

/** Whether the key of `--key` is one of Vault, for which `--retry-for` counts as well as for a server. */
export function isOfVault(key: string | undefined): boolean {
  return key !== undefined && key.startsWith("vault:");
}

/** `--key REF`, where the key may be in a file or stay where it is. */
export function keyFlag(brief: string) {
  const proposeCompletions = () => SIGNER_SCHEMES.map((scheme) => `${scheme}:`);
  return { ...requiredText("REF", brief), proposeCompletions } as const;
}
