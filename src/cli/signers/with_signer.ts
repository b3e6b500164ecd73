import { type PublicKey, toPublicKey } from "../../domain/public_key.ts";
import { hasCode } from "../../errors.ts";
import type { Signer, SignerName } from "../../operations/signer.ts";
import type { CliContext } from "../context.ts";
import { openFileSigner } from "../secrets/open_private_key.ts";
import type { SeedCheck } from "../secrets/secret_seed.ts";
import { requireNoPlace } from "../server/require_no_place.ts";
import { schemeOf } from "./signer_schemes.ts";
import type { SignerFlags } from "./signer_flags.ts";

/**
 * The key of `--key`: a key file as `openFileSigner` reads it, or one that stays where it is, for which `unplaced` refuses
 * the flags of a store or server as well.
 */
interface SignerChoice extends SeedCheck {
  readonly reference: string;
  readonly flags: SeedCheck["flags"] & SignerFlags;
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

/** The public half of a key, and where the private one is. */
export interface PublicHalf {
  readonly publicKey: PublicKey;
  readonly signer: SignerName;
}

/** The public half of the key of a reference: nothing is signed. */
export async function publicHalfOfSigner(
  context: CliContext,
  choice: SignerChoice,
): Promise<PublicHalf> {
  return await withSigner(
    context,
    choice,
    (signer) => Promise.resolve({ publicKey: toPublicKey(signer.publicKey), signer }),
  );
}

async function openSigner(
  context: CliContext,
  { reference, flags, ...check }: SignerChoice,
): Promise<Signer> {
  const named = schemeOf(reference);
  if (named === null) {
    return await openFileSigner(context, reference, { flags, ...check })
      .catch((thrown) => {
        throw orOtherKey(thrown, reference);
      });
  }
  await requireNoPlace(flags, check.unplaced);
  const open = await named.load();
  return await open(context, named.selector, flags);
}

/** The error for a name that is no file: its key may be elsewhere. */
function orOtherKey(thrown: unknown, reference: string): unknown {
  const isName = !/[/\\.]|^env:/.test(reference);
  if (!isName || !hasCode(thrown, "file_not_found")) {
    return thrown;
  }
  return thrown.with({
    hint: "ssh-agent:KEY is a key in an agent, vault:MOUNT/KEY one in Vault; " +
      "`package sign --key-id` takes one of the store",
  });
}
