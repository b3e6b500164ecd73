import { KEY_LENGTH } from "../../../crypto/ed25519.ts";
import type { Bytes } from "../../../crypto/bytes.ts";
import { decodeBase64 } from "../../base64.ts";
import type { DetectedKey } from "../detected_key.ts";
import { invalidKey } from "../invalid_key.ts";
import { MINISIGN_KEY_LENGTH } from "./minisign_key.ts";
import { SIGNIFY_KEY_LENGTH } from "./signify_key.ts";

/** The first line of a file of signify or minisign. */
const COMMENT = /^untrusted comment:/;

/** The base64 alone: of "Ed" and a key number of eight bytes, with a public key behind it; or of a private key. */
const BARE = /^RW(?:[A-Za-z0-9+/]{54}|RCSw[A-Za-z0-9+/]{133}=|[QR][A-Za-z0-9+/]{208}=)$/;

/** Also as `.env` files and JSON write it in a variable of one line. */
const LINE_BREAK = /[\r\n]|\\[rn]/;

/** The lengths of an algorithm and a key number, and of these with a signature behind them. */
const HEADER_LENGTH = 10;
const SIGNATURE_LENGTH = HEADER_LENGTH + 64;

/** Whether a text is a file of signify or minisign, or the base64 in one. */
export function isCommentedKey(text: string): boolean {
  return COMMENT.test(text) || BARE.test(text);
}

/**
 * Parses a key file of signify or minisign (their manuals and sources): a comment, and a line of base64. Their public
 * keys have one form, so that only the comment tells them apart. Throws SyntaxError, `invalid_key`.
 */
export function readCommentedKey(text: string): DetectedKey {
  const lines = text.split(LINE_BREAK).map((line) => line.trim()).filter((line) => line !== "");
  const comment = COMMENT.test(text) ? lines.shift() ?? "" : "";
  const [base64 = "", ...others] = lines;
  if (base64 === "") throw invalidKey("it has no line of base64 below its comment");
  const bytes = decodeBase64(base64);
  if (bytes === undefined) throw invalidKey("its second line is not canonical base64");
  if (isSignature(bytes, others)) {
    throw invalidKey("it is a signature of minisign or signify, not a key");
  }
  if (others.length > 0) throw invalidKey("it has lines after its base64");
  return toKey(bytes, comment);
}

function isSignature(bytes: Bytes, [next]: readonly string[]): boolean {
  return bytes.length === SIGNATURE_LENGTH || next?.startsWith("trusted comment:") === true;
}

function toKey(bytes: Bytes, comment: string): DetectedKey {
  if (latin(bytes, 0, 2) !== "Ed") throw invalidKey("its algorithm is not Ed25519");
  if (bytes.length === HEADER_LENGTH + KEY_LENGTH) {
    const format = comment.includes("signify") ? "signify" : "minisign";
    return { half: "public", format, bytes: bytes.slice(HEADER_LENGTH) };
  }
  const format = PRIVATE[bytes.length];
  if (format === undefined) throw invalidKey(`it has ${bytes.length} bytes, which no such key has`);
  return { half: "private", container: format, format, bytes, isWholeFile: true };
}

const PRIVATE: Readonly<Record<number, "minisign" | "signify">> = {
  [MINISIGN_KEY_LENGTH]: "minisign",
  [SIGNIFY_KEY_LENGTH]: "signify",
};

function latin(bytes: Bytes, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
