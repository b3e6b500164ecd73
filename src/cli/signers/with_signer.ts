import type { Signer } from "../../operations/signer.ts";
import type { CliContext } from "../context.ts";
import { openFileSigner } from "../secrets/open_private_key.ts";
import type { SeedCheck } from "../secrets/secret_seed.ts";
import { schemeOf } from "./signer_schemes.ts";

/** The key of `--key`: a key file as `openFileSigner` reads it, or one that stays where it is. */
export interface SignerChoice extends SeedCheck {
  readonly reference: string;
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

async function openSigner(
  context: CliContext,
  { reference, flags, operations }: SignerChoice,
): Promise<Signer> {
  const named = schemeOf(reference);
  if (named === null) return await openFileSigner(context, reference, { flags, operations });
  const open = await named.load();
  return await open(context, named.selector, flags);
}
