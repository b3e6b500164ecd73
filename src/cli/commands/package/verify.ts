import type { TrustedKey } from "../../../domain/trust.ts";
import { CloacinaError } from "../../../errors.ts";
import { verifyPackage } from "../../../operations/package/verify.ts";
import { type JobsFlag, type OutcomeFormat, printOutcomes, processPackages } from "../../batch.ts";
import type { CliContext } from "../../context.ts";
import type { JsonFlag } from "../../output.ts";
import { displayName, STANDARD_STREAM } from "../../standard_streams.ts";
import { readTrustedKeys } from "../../trusted_keys.ts";
import { readSignatureOf, type SignatureFile } from "./signature_file.ts";

/** The flags of `package verify`. */
export interface VerifyFlags extends JsonFlag, JobsFlag {
  readonly signature?: string;
  readonly trustKey: readonly string[];
  readonly recipe?: "openssl";
}

/** A package that passed, with what made it pass. */
interface Verified {
  readonly file: SignatureFile;
  readonly key: TrustedKey;
}

/** Verifies every package against the trusted keys. Returns the first failure, already told. */
export default async function verify(
  this: CliContext,
  flags: VerifyFlags,
  ...paths: readonly string[]
): Promise<CloacinaError | undefined> {
  requireOneSignature(flags, paths);
  const trusted = await readTrustedKeys(this, flags.trustKey);
  if (flags.recipe !== undefined) {
    const { printRecipe } = await import("./recipe.ts");
    return await printRecipe(this, flags, paths, trusted);
  }
  const outcomes = await processPackages(this, flags, paths, async (hashedPackage, path) => {
    const file = await readSignatureOf(this, path, flags.signature);
    const key = await verifyPackage(hashedPackage, file.signature, trusted);
    return { file, key };
  });
  return await printOutcomes(this, flags, outcomes, FORMAT);
}

function requireOneSignature({ signature }: VerifyFlags, paths: readonly string[]): void {
  const state = signature === undefined
    ? paths.includes(STANDARD_STREAM) && "nothing lies beside standard input; give --signature FILE"
    : paths.length > 1 && "--signature is for one package; several have theirs beside them";
  if (state) throw new CloacinaError("invalid_request", `Cannot find the signature: ${state}`);
}

const FORMAT: OutcomeFormat<Verified> = {
  toJson: ({ file, key }) => ({
    verified: true,
    package_hash: file.signature.packageHash,
    key_fingerprint: key.publicKey.fingerprint,
    trusted_by: key.source,
    signature_file: file.name,
    signed_at: file.signature.signedAt,
  }),
  toFields: ({ file, key }, path) => [
    ["verified", displayName(path)],
    ["signed by", key.publicKey.fingerprint],
    ["trusted by", key.source],
    ["signed at", `${file.signature.signedAt} (claimed, not signed)`],
  ],
};
