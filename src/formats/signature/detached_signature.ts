import { LOWER_HEX_32_BYTES } from "../../domain/patterns.ts";
import * as z from "zod/mini";
import { SIGNATURE_LENGTH } from "../../crypto/ed25519.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { decodeBase64 } from "../base64.ts";
import { isRfc3339 } from "../rfc3339.ts";
import { parseStrictJsonBytes } from "../json/strict_json.ts";

/** The maximum size of a signature file; cloacina writes under 400 bytes. */
export const MAX_DETACHED_SIGNATURE_BYTES = 64 * 1024;

/** A detached signature file (docs/format.md, "Detached signature"), which the engine reads too. */
const DetachedSignature = z.object({
  version: z.literal(1, must("be 1")),
  algorithm: z.literal("ed25519", must("be ed25519")),
  package_hash: hex64(),
  key_fingerprint: hex64(),
  signature: text(`be ${SIGNATURE_LENGTH} bytes in canonical base64`, isSignature),
  signed_at: text("be an RFC 3339 time", isRfc3339),
}, "it must be a JSON object");

/** Reads a detached signature from the bytes of `source`. Throws `malformed_signature`, which names every bad field. */
export function parseDetachedSignature(bytes: Uint8Array, source: string): PackageSignature {
  const result = DetachedSignature.safeParse(parseJson(bytes, source));
  if (!result.success) throw malformed(source, result.error.issues.map(describe).join("; "));
  const fields = result.data;
  return {
    packageHash: fields.package_hash as PackageHash,
    keyFingerprint: fields.key_fingerprint as Fingerprint,
    signature: Uint8Array.fromBase64(fields.signature),
    signedAt: fields.signed_at,
  };
}

function parseJson(bytes: Uint8Array, source: string): unknown {
  if (bytes.length > MAX_DETACHED_SIGNATURE_BYTES) throw malformed(source, "it is over 64 KiB");
  return parseStrictJsonBytes(bytes, (state, cause) => malformed(source, state, cause));
}

function hex64() {
  return text("be 64 lower-case hex characters", (value) => LOWER_HEX_32_BYTES.test(value));
}

function text(rule: string, holds: (value: string) => boolean) {
  return z.string(must(rule)).check(z.refine(holds, must(rule)));
}

/** The message for a field that is missing or breaks its rule. */
function must(rule: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) =>
      input === undefined ? "is missing" : `must ${rule}`,
  };
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
    `Cannot read the signature ${quoted(source)}: ${state}`,
    { cause },
  );
}
