import type { AuditSeal } from "../../domain/audit_seal.ts";
import { CloacinaError } from "../../errors.ts";
import { parseAuditSeal } from "../../formats/audit/audit_seal.ts";
import { MAX_SIGNED_FILE_BYTES } from "../../formats/signature/signed_file.ts";
import { verifySeal } from "../../operations/audit/verify_seal.ts";
import type { CliContext } from "../context.ts";
import { readPath } from "../keys/read_reference.ts";
import { readTrustedKeys } from "../keys/trusted_keys.ts";

/** The seal of an audit log, and the keys that are trusted to make seals. */
export interface SealFlags {
  readonly seal?: string;
  readonly trustKey?: readonly string[];
}

/** A seal that a trusted key has made. */
export interface TrustedSeal {
  readonly name: string;
  readonly seal: AuditSeal;
  readonly trustedBy: string;
}

/** The verified seal of `--seal`; null if there is none. */
export async function trustedSeal(
  context: CliContext,
  { seal: path, trustKey }: SealFlags,
): Promise<TrustedSeal | null> {
  requireBoth(path, trustKey);
  if (path === undefined) return null;
  const trusted = await readTrustedKeys(context, trustKey!);
  const { name, bytes } = await readPath(context, path, {
    limit: MAX_SIGNED_FILE_BYTES,
    action: "read the seal",
    parserRefuses: true,
  });
  const seal = parseAuditSeal(bytes, name);
  const { source } = await verifySeal(name, seal, trusted);
  return { name, seal, trustedBy: source };
}

function requireBoth(seal: string | undefined, trustKey: readonly string[] | undefined): void {
  if ((seal === undefined) === (trustKey === undefined)) return;
  const state = seal === undefined ? "no seal was given" : "no key to trust was given";
  throw new CloacinaError("invalid_request", `Cannot verify the seal: ${state}`, {
    hint: "--seal FILE is the seal, --trust-key FILE has the public key that made it",
  });
}
