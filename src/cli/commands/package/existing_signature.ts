import { ed25519Verify } from "../../../crypto/ed25519.ts";
import { type PackageHash, packageHashBytes } from "../../../domain/package_hash.ts";
import type { PublicKey } from "../../../domain/public_key.ts";
import { quoted } from "../../../domain/quoted.ts";
import type { PackageSignature } from "../../../domain/signature.ts";
import type { SignatureScheme } from "../../../domain/signature_scheme.ts";
import { NO_DEMANDS, type StatementTerms } from "../../../domain/statement.ts";
import { CloacinaError } from "../../../errors.ts";
import { equalBytes } from "../../../formats/bytes.ts";
import { parseStatement, serializeStatement } from "../../../formats/statement/statement.ts";
import { judgeStatement } from "../../../operations/package/judge_statement.ts";
import type { CliContext } from "../../context.ts";
import { readProviderSignatureOf } from "../../package/provider_signature_file.ts";
import { readSignatureFile } from "../../package/signature_file.ts";
import { isFromNow } from "../../parse_time.ts";

const HOUR_MS = 60 * 60 * 1000;

/** The flags that decide whether a signature is left as it is. */
export interface SkipFlags {
  readonly skipSigned?: boolean;
  readonly scheme?: SignatureScheme;
  readonly expires?: string;
}

/** A signature that is to be made: of which package, by which key, stating what, and where it is to go. */
export interface Wanted {
  readonly target: string;
  readonly hash: PackageHash;
  readonly publicKey: PublicKey;
  readonly terms: StatementTerms | undefined;
}

/**
 * The signature in the target if it is the one that is wanted, but for its time; else null. Where nothing is to be
 * stated, a statement that is there must hold: `package verify` refuses the file otherwise.
 */
export async function existingSignature(
  context: CliContext,
  flags: SkipFlags,
  wanted: Wanted,
): Promise<PackageSignature | null> {
  const { target, hash, publicKey } = wanted;
  const now = context.now();
  const hashed = { name: quoted(target), hash };
  try {
    const { signature: existing } = flags.scheme === "provider"
      ? await readProviderSignatureOf(context, {
        path: target,
        hashed,
        signature: target,
        keys: [publicKey],
      })
      : await readSignatureFile(context, target);
    const isOurs = existing.packageHash === hash &&
      existing.keyFingerprint === publicKey.fingerprint &&
      await ed25519Verify(publicKey.bytes, packageHashBytes(hash), existing.signature);
    if (!isOurs || !statesTheSame(existing, flags, { ...wanted, now })) return null;
    const stated = { signature: existing, publicKey, demands: NO_DEMANDS, now };
    await judgeStatement(hashed, stated);
    return existing;
  } catch (error) {
    // What is no good signature is left to the writing, which refuses to replace it.
    if (error instanceof CloacinaError) return null;
    throw error;
  }
}

/**
 * Whether a signature states what is to be stated, word for word. An expiry that counts from now moves with each call: it
 * is the same where the signature was to last as long from when it was made. One that is later is never taken for it,
 * since that time is only claimed.
 */
function statesTheSame(
  existing: PackageSignature,
  { expires }: SkipFlags,
  { target, hash, terms, now }: Wanted & { readonly now: Date },
): boolean {
  if (terms === undefined) return true;
  if (existing.statement === undefined) return false;
  const { payload } = existing.statement;
  const stated = parseStatement(payload, quoted(target)).expires;
  const isSame = expires !== undefined && isFromNow(expires) && stated !== null &&
    terms.expires !== null && stated <= terms.expires &&
    hoursBetween(new Date(existing.signedAt), stated) === hoursBetween(now, terms.expires);
  return equalBytes(
    payload,
    serializeStatement(hash, isSame ? { ...terms, expires: stated } : terms),
  );
}

/** Rounded up, as such an expiry has whole hours, and it takes a while from the start of the program to signing. */
function hoursBetween(start: Date, end: Date): number {
  return Math.ceil((end.getTime() - start.getTime()) / HOUR_MS);
}
