import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { HEX_32_BYTES, HEX_64_BYTES } from "../../domain/patterns.ts";
import { decodeBase64 } from "../base64.ts";
import { readKeyText } from "./key_text.ts";

/**
 * Decodes a key file that was encoded as a whole in base64, in lines of any length, as CI systems and Kubernetes keep
 * files in variables. Undefined for any other text, also for base64 of bare bytes. The caller wipes the result.
 */
export function decodeWrappedFile(text: string): Bytes | undefined {
  if (HEX_32_BYTES.test(text) || HEX_64_BYTES.test(text)) return undefined;
  const bytes = decodeBase64(text.replace(/[ \t\r\n]+|\\n/g, ""));
  if (bytes === undefined || isKeyFile(bytes)) return bytes;
  bytes.fill(0);
  return undefined;
}

function isKeyFile(bytes: Bytes): boolean {
  return bytes.length > KEY_LENGTH && (isWholeSequence(bytes) || readKeyText(bytes) !== undefined);
}

/** Whether bytes are a DER SEQUENCE up to their end: random bytes begin like one more often. */
function isWholeSequence([tag, length = 0, ...rest]: Bytes): boolean {
  if (tag !== 0x30) return false;
  if (length < 0x80) return rest.length === length;
  const octets = rest.slice(0, length - 0x80);
  const value = octets.reduce((sum, octet) => sum * 0x100 + octet, 0);
  return rest.length - octets.length === value;
}
