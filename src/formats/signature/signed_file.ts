import { SIGNATURE_LENGTH } from "../../crypto/ed25519.ts";
import { LOWER_HEX_32_BYTES } from "../../domain/patterns.ts";
import { CloacinaError, type ErrorDetails } from "../../errors.ts";
import { decodeBase64 } from "../base64.ts";
import { foreignSignature } from "./foreign_signature.ts";
import { foreignFile } from "../foreign_file.ts";
import { NOT_JSON, parseStrictJsonBytes } from "../json/strict_json.ts";
import { isRfc3339 } from "../rfc3339.ts";

// What a detached signature and an audit seal have in common (docs/format.md): JSON with a signature and its key. They are
// read without zod, which takes longer to load than a signature to verify.

/** The maximum size of such a file, in bytes; cloacina writes under 600. */
export const MAX_SIGNED_FILE_BYTES = 64 * 1024;

/** The hint of a file that is not JSON: a signature or a seal that was cut off, or anything else. */
const GET_AGAIN = "it may be incomplete, or the wrong file: download it again";

/** What a value must be and is not, as in "be 1"; null if it is that. */
type FieldRule = (value: unknown) => string | null;

/** A SHA-256 digest: 64 lower-case hex characters. */
export const hexField = textField(
  "be 64 lower-case hex characters",
  (value) => LOWER_HEX_32_BYTES.test(value),
);

/** A 64-byte signature in canonical base64. */
export const signatureField = textField(
  `be ${SIGNATURE_LENGTH} bytes in canonical base64`,
  (value) => decodeBase64(value)?.length === SIGNATURE_LENGTH,
);

/** An RFC 3339 time, verbatim. */
export const timeField = textField("be an RFC 3339 time", isRfc3339);

/** One value and no other. */
export function constantField(constant: string | number): FieldRule {
  return (value) => value === constant ? null : `be ${constant}`;
}

/** The fields that every version of these files has. */
const COMMON = { version: constantField(1), algorithm: constantField("ed25519") };

/**
 * Reads the fields of a file, and ignores unknown ones; `name` is how errors call it, as in `the seal "audit.seal"`.
 * Throws `malformed_signature`, which names every bad field, if the file has any of them.
 */
export function parseSignedFile<Fields>(
  rules: Readonly<Record<keyof Fields, FieldRule>>,
  bytes: Uint8Array,
  name: string,
): Fields {
  if (bytes.length > MAX_SIGNED_FILE_BYTES) throw malformed(name, "it is over 64 KiB");
  const foreign = foreignFile(bytes) ?? foreignSignature(bytes);
  if (foreign !== undefined) throw malformed(name, foreign.state, { hint: foreign.hint });
  const document = parseStrictJsonBytes(
    bytes,
    (state, cause) =>
      malformed(name, state, { cause, hint: state === NOT_JSON ? GET_AGAIN : undefined }),
  );
  if (!isObject(document)) throw malformed(name, "it must be a JSON object");
  const fields = Object.entries<FieldRule>({ ...COMMON, ...rules });
  if (fields.every(([field]) => document[field] === undefined)) {
    throw malformed(name, "it is JSON of another kind");
  }
  const faults = fields.flatMap(([field, ruleOf]) => {
    const rule = ruleOf(document[field]);
    if (rule === null) return [];
    return `${field} ${document[field] === undefined ? "is missing" : `must ${rule}`}`;
  });
  if (faults.length > 0) throw malformed(name, faults.join("; "));
  return document as Fields;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textField(rule: string, holds: (value: string) => boolean): FieldRule {
  return (value) => typeof value === "string" && holds(value) ? null : rule;
}

function malformed(name: string, state: string, details: ErrorDetails = {}): CloacinaError {
  return new CloacinaError("malformed_signature", `Cannot read ${name}: ${state}`, details);
}
