import { HEX_32_BYTES } from "../../domain/patterns.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import { decodeBase64 } from "../base64.ts";
import type { DetectedKey } from "./detected_key.ts";
import { foreignText } from "./foreign_text.ts";
import { invalidKey } from "./invalid_key.ts";
import { readJwk } from "./jwk.ts";
import { hasSshPublicLine, readSshPublicLine } from "./ssh_public_line.ts";

/** What stands before the base64 of a public key in configuration files and on command lines. */
const PUBLIC = "ed25519:";

/**
 * Detects a key in text other than PEM: a JWK, an OpenSSH line, `ed25519:BASE64`, or 32 bytes in hex or base64, which may be a public or
 * a private key. Throws SyntaxError, `invalid_key`.
 */
export function detectTextKey(text: string): DetectedKey {
  if (text === "") throw invalidKey("it is blank");
  if (text.startsWith("{")) return detectJwk(text);
  if (HEX_32_BYTES.test(text)) {
    return { half: "either", format: "hex", bytes: Uint8Array.fromHex(text) };
  }
  if (/^[A-Za-z0-9+/]{43}=$/.test(text)) {
    return { half: "either", format: "base64", bytes: readBase64(text) };
  }
  if (text.startsWith(PUBLIC)) {
    return { half: "public", format: "base64", bytes: readBase64(text.slice(PUBLIC.length)) };
  }
  if (!hasSshPublicLine(text)) throw foreignText(text);
  return { half: "public", format: "ssh", bytes: readSshPublicLine(text) };
}

function detectJwk(text: string): DetectedKey {
  const { publicKey, seed } = readJwk(text);
  if (seed === undefined) return { half: "public", format: "jwk", bytes: publicKey };
  return { half: "private", format: "jwk", halves: { seed, claimedPublicKey: publicKey } };
}

function readBase64(text: string): Bytes {
  const bytes = decodeBase64(text);
  if (bytes === undefined) throw invalidKey("its base64 is not canonical");
  if (bytes.length !== KEY_LENGTH) throw invalidKey(`its base64 is not of ${KEY_LENGTH} bytes`);
  return bytes;
}
