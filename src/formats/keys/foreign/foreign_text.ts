import type { CloacinaError } from "../../../errors.ts";
import type { DetectedKey } from "../detected_key.ts";
import { invalidKey } from "../invalid_key.ts";
import { isCommentedKey, readCommentedKey } from "./commented_key.ts";
import { decodeNaclText, readNaclPair } from "./nacl_pair.ts";
import { isNixKey, readNixKey } from "./nix_key.ts";
import { refusedText } from "./refused_text.ts";
import { unknownFormat } from "./unknown_format.ts";

/** Parses a key in a text format of another tool. Throws `invalid_key`, which names a known format that is not read. */
export async function readForeignText(text: string): Promise<DetectedKey> {
  if (isCommentedKey(text)) return readCommentedKey(text);
  if (isNixKey(text)) return await readNixKey(text);
  const pair = decodeNaclText(text);
  if (pair !== undefined) return await readNaclPair(pair, "nacl").finally(() => pair.fill(0));
  throw refusedText(text) ?? otherText(text);
}

function otherText(text: string): CloacinaError {
  return /^[0-9a-f]+$/i.test(text)
    ? invalidKey(`it is ${text.length} hex characters, not 64 or 128`)
    : unknownFormat(new TextEncoder().encode(text));
}
