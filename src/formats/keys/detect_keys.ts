import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { detectTextKey } from "./detect_text_key.ts";
import type { DetectedKey } from "./detected_key.ts";
import { invalidKey } from "./invalid_key.ts";
import { decodePem, readPem } from "./pem.ts";
import { type PemContent, pemContent } from "./pem_labels.ts";
import { isPlainDer, PLAIN_PKCS8, PLAIN_SPKI, readPlainDer } from "./plain_der.ts";

/** The maximum size of a key file; a bundle of public keys has 113 bytes per key. */
export const MAX_KEY_FILE_BYTES = 64 * 1024;

/** The identifier octet that every DER key begins with: SEQUENCE. */
const SEQUENCE = 0x30;

/**
 * Detects the format of a key file from its content: one key, or several public keys in PEM. Throws SyntaxError, or
 * `invalid_key` for a known format that is not supported.
 */
export async function detectKeys(file: Uint8Array): Promise<readonly DetectedKey[]> {
  if (file.length === 0) throw invalidKey("it is empty");
  if (file.length > MAX_KEY_FILE_BYTES) throw invalidKey("it is over 64 KiB");
  const isText = file.every(isTextByte);
  if (file.length === KEY_LENGTH) return [detectRaw(file, isText)];
  refuseByteOrderMark(file);
  // Text around PEM blocks may be in any encoding, but PEM itself is ASCII.
  const latin = new TextDecoder("latin1").decode(file);
  if (latin.includes("-----BEGIN ")) return await detectPem(latin);
  if (file[0] === SEQUENCE && !isText) return [await detectDer(new Uint8Array(file))];
  return [detectTextKey(decodeUtf8(file).trim())];
}

/** 32 characters of text are likely a truncated key, and must not be read as a seed. */
function detectRaw(file: Uint8Array, isText: boolean): DetectedKey {
  if (isText) {
    throw invalidKey(`it is ${KEY_LENGTH} characters of text, not ${KEY_LENGTH} raw bytes`);
  }
  return { half: "either", format: "raw", bytes: new Uint8Array(file) };
}

async function detectPem(text: string): Promise<readonly DetectedKey[]> {
  const blocks = readPem(text).map((block) => ({ block, content: pemContent(block.label) }));
  if (blocks.length === 0) throw invalidKey("its PEM boundary does not start a line");
  if (blocks.length > 1 && blocks.some(({ content }) => content !== "spki")) {
    throw invalidKey("it holds several PEM blocks, and one of them is a private key");
  }
  const keys = blocks.map(({ block, content }) => open(content, decodePem(block), "pem"));
  return await Promise.all(keys);
}

async function detectDer(der: Bytes): Promise<DetectedKey> {
  if (isPlainDer(PLAIN_PKCS8, der)) return await open("pkcs8", der, "der");
  if (isPlainDer(PLAIN_SPKI, der)) return await open("spki", der, "der");
  const { derKind } = await import("./der_kind.ts");
  return await open(derKind(der), der, "der");
}

/** Decodes public keys only: the caller decides whether to open a private one. */
async function open(
  content: PemContent,
  bytes: Bytes,
  format: "pem" | "der",
): Promise<DetectedKey> {
  if (content !== "spki") return { half: "private", format: content, bytes };
  const key = readPlainDer(PLAIN_SPKI, bytes) ?? (await import("./spki.ts")).readSpki(bytes);
  return { half: "public", format, bytes: key };
}

function isTextByte(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** Reports a byte order mark, which Windows tools write and editors do not show. */
function refuseByteOrderMark([first, second, third]: Uint8Array): void {
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    throw invalidKey("it starts with a byte order mark", { hint: "save it as ASCII text" });
  }
  if (first === 0xff && second === 0xfe || first === 0xfe && second === 0xff) {
    throw invalidKey("it is UTF-16 text", { hint: "save it as ASCII text" });
  }
}

function decodeUtf8(file: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file);
  } catch (cause) {
    throw new SyntaxError("its format is unknown", { cause });
  }
}
