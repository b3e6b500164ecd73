import { LOWER_HEX_32_BYTES } from "../../domain/patterns.ts";
import * as z from "zod/mini";
import { SIGNATURE_LENGTH } from "../../crypto/ed25519.ts";
import type { AuditSeal, SealedStretch } from "../../domain/audit_seal.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { decodeBase64 } from "../base64.ts";
import { isRfc3339 } from "../rfc3339.ts";
import { parseStrictJsonBytes } from "../json/strict_json.ts";

/** The maximum size of a seal file; cloacina writes under 600 bytes. */
export const MAX_AUDIT_SEAL_BYTES = 64 * 1024;

/** The first line of every signed message, for domain separation. */
const PREFIX = "cloacina audit log seal v1";

/** A seal file. Unknown fields are ignored. */
const Seal = z.object({
  version: z.literal(1, "must be 1"),
  kind: z.literal("audit-log-seal", "must be audit-log-seal"),
  algorithm: z.literal("ed25519", "must be ed25519"),
  start: hex64(),
  head: hex64(),
  lines: z.int("must be a whole number").check(z.minimum(1, "must be 1 or more")),
  key_fingerprint: hex64(),
  signature: text(`must be ${SIGNATURE_LENGTH} bytes in canonical base64`, isSignature),
  sealed_at: text("must be an RFC 3339 time", isRfc3339),
}, "it must be a JSON object");

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
  const result = Seal.safeParse(parseJson(bytes, source));
  if (!result.success) throw malformed(source, result.error.issues.map(describe).join("; "));
  const { start, head, lines, key_fingerprint, signature, sealed_at } = result.data;
  return {
    ...{ start, head, lines },
    keyFingerprint: key_fingerprint as Fingerprint,
    signature: Uint8Array.fromBase64(signature),
    sealedAt: sealed_at,
  };
}

function hex64() {
  return text("must be 64 lower-case hex characters", (value) => LOWER_HEX_32_BYTES.test(value));
}

function text(rule: string, holds: (value: string) => boolean) {
  return z.string(rule).check(z.refine(holds, rule));
}

function parseJson(bytes: Uint8Array, source: string): unknown {
  if (bytes.length > MAX_AUDIT_SEAL_BYTES) throw malformed(source, "it is over 64 KiB");
  return parseStrictJsonBytes(bytes, (state, cause) => malformed(source, state, cause));
}

function isSignature(text: string): boolean {
  return decodeBase64(text)?.length === SIGNATURE_LENGTH;
}

function describe(issue: z.core.$ZodIssue): string {
  return [...issue.path, issue.message].join(" ");
}

function malformed(source: string, state: string, cause?: unknown): CloacinaError {
  return new CloacinaError(
    "malformed_signature",
    `Cannot read the seal ${quoted(source)}: ${state}`,
    {
      cause,
    },
  );
}
