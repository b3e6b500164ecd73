import type { AuditSeal, SealedStretch } from "../../domain/audit_seal.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import { quoted } from "../../domain/quoted.ts";
import {
  constantField,
  hexField,
  parseSignedFile,
  signatureField,
  timeField,
} from "../signature/signed_file.ts";

/** The first line of every signed message, for domain separation. */
const PREFIX = "cloacina audit log seal v1";

/** A seal file (docs/format.md, "Audit seal"). */
const RULES = {
  kind: constantField("audit-log-seal"),
  start: hexField,
  head: hexField,
  lines: linesField,
  key_fingerprint: hexField,
  signature: signatureField,
  sealed_at: timeField,
};

/** The fields of a seal file that are read. */
type SealFields = Record<Exclude<keyof typeof RULES, "lines">, string> & { readonly lines: number };

/**
 * The message that a seal signs with pure Ed25519: four lines of ASCII, `cloacina audit log seal v1`, start, head and
 * the number of lines, each with a newline. It is always longer than the 32 bytes that a package signature covers, so
 * that neither can be passed off as the other.
 */
export function auditSealMessage({ start, head, lines }: SealedStretch): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode([PREFIX, start, head, lines, ""].join("\n"));
}

/** Serializes a seal: indented JSON, fields in the order of the format, a final newline. */
export function serializeAuditSeal(seal: AuditSeal): string {
  const fields = {
    version: 1,
    kind: "audit-log-seal",
    algorithm: "ed25519",
    start: seal.start,
    head: seal.head,
    lines: seal.lines,
    key_fingerprint: seal.keyFingerprint,
    signature: seal.signature.toBase64(),
    sealed_at: seal.sealedAt,
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

/** Reads a seal from the bytes of `source`. Throws `malformed_signature`, which names every bad field. */
export function parseAuditSeal(bytes: Uint8Array, source: string): AuditSeal {
  const fields = parseSignedFile<SealFields>(RULES, bytes, `the seal ${quoted(source)}`);
  const { start, head, lines, key_fingerprint, signature, sealed_at } = fields;
  return {
    ...{ start, head, lines },
    keyFingerprint: key_fingerprint as Fingerprint,
    signature: Uint8Array.fromBase64(signature),
    sealedAt: sealed_at,
  };
}

function linesField(value: unknown): string | null {
  if (!Number.isSafeInteger(value)) return "be a whole number";
  return (value as number) >= 1 ? null : "be 1 or more";
}
