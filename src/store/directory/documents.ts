import { $ZodError } from "zod/core";
import type { Bytes } from "../../crypto/bytes.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { badFields } from "../../formats/json/field_rule.ts";
import { parseStrictJsonBytes } from "../../formats/json/strict_json.ts";
import { DOCUMENT_VERSION } from "./document_fields.ts";
import { corrupt, tooNew } from "./store_error.ts";

/** Reads a versioned document strictly. Throws `store_corrupt`, which names the file, and quotes nothing of it. */
export function parseDocument<Value>(
  bytes: Uint8Array,
  path: string,
  decode: (document: unknown) => Value,
): Value {
  const document = parseStrictJsonBytes(bytes, (state, cause) => corrupt(path, state, cause));
  refuseNewer(document, path);
  try {
    return decode(document);
  } catch (error) {
    if (!(error instanceof $ZodError)) throw error;
    throw corrupt(path, badFields(error), error);
  }
}

/**
 * Writes a document, pretty-printed, with a final newline. Throws `invalid_request` for what could not be read again.
 */
export function serializeDocument(path: string, encode: () => unknown): Bytes {
  try {
    return new TextEncoder().encode(`${JSON.stringify(encode(), null, 2)}\n`);
  } catch (error) {
    if (!(error instanceof $ZodError)) throw error;
    throw new CloacinaError(
      "invalid_request",
      `Cannot write ${quoted(path)}: ${badFields(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** A longer document could not be read again. Throws `invalid_request`. */
export function requireSize({ length }: Uint8Array, limit: number, path: string): void {
  if (length <= limit) return;
  const state = `it would have ${length} bytes, and ${limit} is the most`;
  throw new CloacinaError("invalid_request", `Cannot write ${quoted(path)}: ${state}`);
}

/** Before its fields are looked at: a later version may have others. */
function refuseNewer(document: unknown, path: string): void {
  if (typeof document !== "object" || document === null || !("version" in document)) return;
  const { version } = document;
  if (typeof version === "number" && version > DOCUMENT_VERSION) {
    throw tooNew(path, version, DOCUMENT_VERSION);
  }
}
