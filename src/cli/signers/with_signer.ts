import { CloacinaError } from "../../errors.ts";
import { type PublicKey, toPublicKey } from "../../domain/public_key.ts";
import type { Signer } from "../../operations/signer.ts";
import type { CliContext } from "../context.ts";
import { openFileSigner } from "../secrets/open_private_key.ts";
import type { SeedCheck } from "../secrets/secret_seed.ts";
import { schemeOf } from "./signer_schemes.ts";
import type { AgentSocketFlag } from "./signer_flags.ts";

/** The key of `--key`: a key file as `openFileSigner` reads it, or one that stays where it is. */
export interface SignerChoice extends SeedCheck {
  readonly reference: string;
  readonly flags: SeedCheck["flags"] & AgentSocketFlag;
}

/** Does work with the key of a reference, which is opened once, and closed at the end. */
export async function withSigner<Result>(
  context: CliContext,
  choice: SignerChoice,
  work: (signer: Signer) => Promise<Result>,
): Promise<Result> {
  const signer = await openSigner(context, choice);
  return await work(signer).finally(signer.close);
}

/** The public half of the key of a reference. */
export async function publicKeyOf(context: CliContext, choice: SignerChoice): Promise<PublicKey> {
  return await withSigner(
    context,
    choice,
    ({ publicKey }) => Promise.resolve(toPublicKey(publicKey)),
  );
}

async function openSigner(
  context: CliContext,
  { reference, flags, operations }: SignerChoice,
): Promise<Signer> {
  requireAgent(reference, flags);
  const named = schemeOf(reference);
  if (named === null) return await openFileSigner(context, reference, { flags, operations });
  const open = await named.load();
  return await open(context, named.selector, flags);
}

function requireAgent(reference: string, { agentSocket }: AgentSocketFlag): void {
  if (agentSocket === undefined || reference.startsWith("ssh-agent:")) return;
  throw new CloacinaError(
    "invalid_request",
    "Cannot connect to the agent of --agent-socket: the key is in none",
    { hint: "name the key as ssh-agent:KEY, by its fingerprint or comment" },
  );
}
