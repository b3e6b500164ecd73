import { HEX_32_BYTES } from "../../domain/patterns.ts";
import { MASTER_KEY_LENGTH, requireMasterKey } from "../../domain/master_key.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { decodeBase64 } from "../base64.ts";
import type { Bytes } from "../../crypto/bytes.ts";

/** The maximum size of a master key file; cloacina writes 65 bytes. */
export const MAX_MASTER_KEY_BYTES = 4096;

/**
 * Does not suggest a new master key: it could not decrypt the stored keys, and overwriting the old one would lose them.
 */
const TRY =
  "give the master key of this store; `cloacina master-key generate` is only for a new store";

/**
 * Parses a master key (docs/format.md, "Keys and fingerprints"): 64 hex characters or canonical base64 of 32 bytes,
 * trimmed. `source` (a file or variable) and `hint` are for messages, which never quote the text. The caller wipes the
 * 32 bytes. Throws `invalid_key`, also for a key of zeros.
 */
export function parseMasterKey(text: string, source: string, hint: string = TRY): Bytes {
  const trimmed = text.trim();
  if (trimmed === "") throw unreadable(source, "it is empty", hint);
  const key = decode(trimmed);
  if (key?.length !== MASTER_KEY_LENGTH) {
    throw unreadable(source, "it is neither 64 hex characters nor base64 of 32 bytes", hint);
  }
  requireMasterKey(key);
  return key;
}

/** Encodes a master key: 64 lower-case hex characters and a newline. */
export function serializeMasterKey(key: Bytes): string {
  return `${key.toHex()}\n`;
}

/** The two encodings differ in length: 32 bytes are 64 characters of hex or 44 of base64. */
function decode(text: string): Bytes | undefined {
  return HEX_32_BYTES.test(text) ? Uint8Array.fromHex(text) : decodeBase64(text);
}

function unreadable(source: string, state: string, hint: string): CloacinaError {
  const message = `Cannot read the master key in ${quoted(source)}: ${state}`;
  return new CloacinaError("invalid_key", message, { hint });
}
