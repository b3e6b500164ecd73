import type { PublicKey } from "../../../domain/public_key.ts";
import { quoted } from "../../../domain/quoted.ts";
import type { PackageSignature } from "../../../domain/signature.ts";
import type { SignatureScheme } from "../../../domain/signature_scheme.ts";
import { NO_DEMANDS } from "../../../domain/statement.ts";
import { CloacinaError } from "../../../errors.ts";
import { equalBytes } from "../../../formats/bytes.ts";
import { parseProviderSignature } from "../../../formats/signature/provider_signature.ts";
import { isSameStatement } from "../../../formats/statement/same_statement.ts";
import { judgeStatement } from "../../../operations/package/judge_statement.ts";
import type { CliContext } from "../../context.ts";
import { readSignatureBytes, readSignatureFile } from "../../package/signature_file.ts";

/** A signature that was just made, by which key, and where it is to go. */
export interface Fresh {
  readonly target: string;
  readonly fresh: PackageSignature;
  readonly publicKey: Pick<PublicKey, "bytes">;
}

/**
 * The signature in the target if it is the fresh one, but for its time; else null. Ed25519 has one signature by a key of a
 * hash (RFC 8032, 5.1.6), so one that was made earlier is equal. Where nothing is to be stated, a statement that is there
 * must hold: `package verify` refuses the file otherwise.
 */
export async function existingSignature(
  context: CliContext,
  scheme: SignatureScheme | undefined,
  { target, fresh, publicKey }: Fresh,
): Promise<PackageSignature | null> {
  try {
    const existing = scheme === "provider"
      ? await readProvider(context, target, fresh)
      : (await readSignatureFile(context, target)).signature;
    if (!isSame(existing, fresh)) return null;
    const hashed = { name: quoted(target), hash: existing.packageHash };
    const stated = { signature: existing, publicKey, demands: NO_DEMANDS, now: context.now() };
    await judgeStatement(hashed, stated);
    return existing;
  } catch (error) {
    // What is no good signature is left to the writing, which refuses to replace it.
    if (error instanceof CloacinaError) return null;
    throw error;
  }
}

/** The file of a provider has the 64 bytes of the signature and nothing else. */
async function readProvider(
  context: CliContext,
  path: string,
  fresh: PackageSignature,
): Promise<PackageSignature> {
  const { bytes, name } = await readSignatureBytes(context, path);
  return { ...fresh, signature: parseProviderSignature(bytes, name) };
}

function isSame(existing: PackageSignature, fresh: PackageSignature): boolean {
  return existing.packageHash === fresh.packageHash &&
    existing.keyFingerprint === fresh.keyFingerprint &&
    equalBytes(existing.signature, fresh.signature) &&
    (fresh.statement === undefined ||
      existing.statement !== undefined && isSameStatement(existing.statement, fresh.statement));
}
