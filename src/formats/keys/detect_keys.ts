import { KEY_LENGTH, PLAIN_PKCS8 } from "../../crypto/ed25519.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import type { DerKind } from "./der_kind.ts";
import { detectPem } from "./detect_pem.ts";
import { detectTextKey } from "./detect_text_key.ts";
import type { DetectedKey } from "./detected_key.ts";
import { invalidKey } from "./invalid_key.ts";
import { readKeyText } from "./key_text.ts";
import { openContent } from "./open_content.ts";
import { isPlainDer, PLAIN_SPKI } from "./plain_der.ts";
import { decodeWrappedFile } from "./wrapped_file.ts";

/** The maximum size of a key file; a bundle of public keys has 113 bytes per key. */
export const MAX_KEY_FILE_BYTES = 64 * 1024;

/** Bytes of a secret key of NaCl, a seed and its public key. */
const NACL_KEY_LENGTH = 2 * KEY_LENGTH;

/** The identifier octet that every DER key begins with: SEQUENCE. */
const SEQUENCE = 0x30;

/**
 * Detects the format of a key file from its content: one key, or several public keys in PEM. Throws SyntaxError, or
 * `invalid_key` for a known format that is not supported.
 */
export async function detectKeys(file: Uint8Array): Promise<readonly DetectedKey[]> {
  if (file.length === 0) throw invalidKey("it is empty");
  if (file.length > MAX_KEY_FILE_BYTES) throw invalidKey("it is over 64 KiB");
  if (file.length === KEY_LENGTH) return [detectRaw(file)];
  if (!file.every(isTextByte)) {
    const key = await detectBinary(file);
    if (key !== undefined) return [key];
  }
  const text = readKeyText(file);
  if (text === undefined) throw (await import("./foreign/refused_bytes.ts")).refusedBytes(file);
  return await detectText(text);
}

/** A key of NaCl, or DER; undefined for other bytes. */
async function detectBinary(bytes: Uint8Array): Promise<DetectedKey | undefined> {
  if (bytes.length === NACL_KEY_LENGTH) {
    const { isNaclPair, readNaclPair } = await import("./foreign/nacl_pair.ts");
    // DER may have 64 bytes, and a seed may begin like DER.
    if (bytes[0] !== SEQUENCE || await isNaclPair(bytes)) return await readNaclPair(bytes, "nacl");
  }
  return bytes[0] === SEQUENCE ? await detectDer(new Uint8Array(bytes)) : undefined;
}

async function detectText(text: string): Promise<readonly DetectedKey[]> {
  if (/^[{[]/.test(text)) return [await (await import("./json_key.ts")).readJsonKey(text)];
  if (isPem(text)) return await detectPem(text);
  const wrapped = decodeWrappedFile(text);
  if (wrapped === undefined) return [await detectTextKey(text)];
  return await detectKeys(wrapped).finally(() => wrapped.fill(0));
}

/** Credentials of NATS look like PEM, with boundaries of two lengths. */
function isPem(text: string): boolean {
  return text.includes("-----BEGIN ") && !text.startsWith("-----BEGIN NATS ");
}

/** 32 characters of text are likely a truncated key, and must not be read as a seed. */
function detectRaw(file: Uint8Array): DetectedKey {
  if (file.every(isTextByte)) {
    throw invalidKey(`it is ${KEY_LENGTH} characters of text, not ${KEY_LENGTH} raw bytes`);
  }
  return { half: "either", format: "raw", bytes: new Uint8Array(file) };
}

async function detectDer(der: Bytes): Promise<DetectedKey> {
  const content = await derContent(der);
  return await openContent({ content, bytes: der, encoding: "der", isWholeFile: true });
}

async function derContent(der: Bytes): Promise<DerKind> {
  if (isPlainDer(PLAIN_PKCS8, der)) return "pkcs8";
  if (isPlainDer(PLAIN_SPKI, der)) return "spki";
  return (await import("./der_kind.ts")).derKind(der);
}

function isTextByte(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
