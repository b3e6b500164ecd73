import * as z from "zod/mini";
import { SIGNATURE_LENGTH } from "../../crypto/ed25519.ts";
import { LOWER_HEX_32_BYTES } from "../../domain/patterns.ts";
import { CloacinaError, type ErrorDetails } from "../../errors.ts";
import { decodeBase64 } from "../base64.ts";
import { foreignSignature } from "./foreign_signature.ts";
import { foreignFile } from "../foreign_file.ts";
import { badFields, must } from "../json/field_rule.ts";
import { parseStrictJsonBytes } from "../json/strict_json.ts";
import { isRfc3339 } from "../rfc3339.ts";

// What a detached signature and an audit seal have in common (docs/format.md): JSON with a signature and its key.

/** The maximum size of such a file, in bytes; cloacina writes under 600. */
export const MAX_SIGNED_FILE_BYTES = 64 * 1024;

/** A SHA-256 digest: 64 lower-case hex characters. */
export const hexField = text(
  "be 64 lower-case hex characters",
  (value) => LOWER_HEX_32_BYTES.test(value),
);

/** A 64-byte signature in canonical base64. */
export const signatureField = text(
  `be ${SIGNATURE_LENGTH} bytes in canonical base64`,
  (value) => decodeBase64(value)?.length === SIGNATURE_LENGTH,
);

/** An RFC 3339 time, verbatim. */
export const timeField = text("be an RFC 3339 time", isRfc3339);

/** An object with these fields, as every version of these files has them; unknown fields are ignored. */
export function signedFile<Fields extends z.core.$ZodShape>(fields: Fields) {
  return z.object({
    version: z.literal(1, must("be 1")),
    algorithm: z.literal("ed25519", must("be ed25519")),
    ...fields,
  }, "it must be a JSON object");
}

/**
 * Reads a file; `name` is how errors call it, as in `the seal "audit.seal"`. Throws `malformed_signature`, which names
 * every bad field.
 */
export function parseSignedFile<Schema extends z.ZodMiniType>(
  schema: Schema,
  bytes: Uint8Array,
  name: string,
): z.output<Schema> {
  if (bytes.length > MAX_SIGNED_FILE_BYTES) throw malformed(name, "it is over 64 KiB");
  const foreign = foreignFile(bytes) ?? foreignSignature(bytes);
  if (foreign !== undefined) throw malformed(name, foreign.state, { hint: foreign.hint });
  const document = parseStrictJsonBytes(
    bytes,
    (state, cause) => malformed(name, state, { cause }),
  );
  const result = schema.safeParse(document);
  if (!result.success) throw malformed(name, badFields(result.error));
  return result.data;
}

function text(rule: string, holds: (value: string) => boolean) {
  return z.string(must(rule)).check(z.refine(holds, must(rule)));
}

function malformed(name: string, state: string, details: ErrorDetails = {}): CloacinaError {
  return new CloacinaError("malformed_signature", `Cannot read ${name}: ${state}`, details);
}
