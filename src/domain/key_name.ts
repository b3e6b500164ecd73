import { CloacinaError } from "../errors.ts";

/** What `signing_keys.key_name` holds: VARCHAR(255). */
const MAX_BYTES = 255;

// Controls (C0, DEL, C1), and lone surrogates, which no encoding of the name would survive.
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/** Admits a key's name: 1 to 255 bytes of UTF-8 without control characters. Throws `invalid_request`. */
export function toKeyName(text: string): string {
  if (text.trim() === "") throw invalid("it is empty");
  if (UNPRINTABLE.test(text)) throw invalid("it has control characters");
  const { length } = new TextEncoder().encode(text);
  if (length > MAX_BYTES) throw invalid(`it has ${length} bytes, and ${MAX_BYTES} is the most`);
  return text;
}

function invalid(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot use the key name: ${state}`, {
    hint: "a name has 1 to 255 bytes and no control characters, such as --name release-key",
  });
}
