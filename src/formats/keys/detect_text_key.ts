import { HEX_32_BYTES } from "../../domain/patterns.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import { decodeBase64 } from "../base64.ts";
import type { DetectedKey } from "./detected_key.ts";
import { invalidKey } from "./invalid_key.ts";
import { hasSshPublicLine, readSshPublicLine } from "./ssh_public_line.ts";

/** What stands before the base64 of a public key in configuration files and on command lines. */
const PUBLIC = "ed25519:";

/**
 * Detects a key in text other than PEM: an OpenSSH line, `ed25519:BASE64`, a format of another tool, or 32 bytes in hex
 * or base64, which may be a public or a private key. Throws SyntaxError, `invalid_key`.
 */
export async function detectTextKey(text: string): Promise<DetectedKey> {
  if (text === "") throw invalidKey("it is blank");
  if (HEX_32_BYTES.test(text)) {
    return { half: "either", format: "hex", bytes: Uint8Array.fromHex(text) };
  }
  if (/^[A-Za-z0-9+/]{43}=$/.test(text)) {
    return { half: "either", format: "base64", bytes: readBase64(text) };
  }
  if (text.startsWith(PUBLIC)) {
    return { half: "public", format: "base64", bytes: readBase64(text.slice(PUBLIC.length)) };
  }
  if (hasSshPublicLine(text)) {
    return { half: "public", format: "ssh", bytes: readSshPublicLine(text) };
  }
  return await (await import("./foreign/foreign_text.ts")).readForeignText(text);
}

function readBase64(text: string): Bytes {
  const bytes = decodeBase64(text);
  if (bytes === undefined) throw invalidKey("its base64 is not canonical");
  if (bytes.length !== KEY_LENGTH) throw invalidKey(`its base64 is not of ${KEY_LENGTH} bytes`);
  return bytes;
}
