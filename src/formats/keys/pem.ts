import { decodeBase64 } from "../base64.ts";
import type { Bytes } from "../../crypto/bytes.ts";

/** A block of a PEM file (RFC 7468): its label, and the text between BEGIN and END. */
export interface PemBlock {
  readonly label: string;
  readonly body: string;
}

/**
 * The start of a boundary, at the start of a line or after the boundary before it; white space may precede it. Only CR
 * and LF end a line: `m` would also take U+2028 for a line break.
 */
const BOUNDARY = /(?<=^|[\r\n])[ \t\f\v]*-----(BEGIN|END)/;

const BEGIN = /^-----BEGIN ([A-Z0-9][A-Z0-9 ]*)-----/;
const END = /^-----END ([A-Z0-9][A-Z0-9 ]*)-----(?=\s|-----BEGIN|$)/;

/** Line breaks as `.env` files, JSON and CI systems write them in a variable of one line. */
const ESCAPED_BREAKS = /\\r\\n|\\n|\\r/g;

/** Escapes that say what the end of their line says. */
const ESCAPES_AT_ENDS = /(\\r\\n|\\n|\\r)(?=[\r\n]|$)/g;

/**
 * Parses the blocks of a PEM file, and ignores text outside of them, which RFC 7468 (section 2) allows. Lines end in
 * LF, CRLF or CR; all may stand in one line, in which these may be written as `\n`. Throws SyntaxError for malformed
 * or mismatched boundaries.
 */
export function readPem(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  const isEscaped = isOneLine(text);
  let rest = text.replace(isEscaped ? ESCAPED_BREAKS : ESCAPES_AT_ENDS, isEscaped ? "\n" : "");
  for (let found = BOUNDARY.exec(rest); found !== null; found = BOUNDARY.exec(rest)) {
    if (isEscaped && rest.slice(0, found.index).trim() !== "") {
      throw new SyntaxError("it has other text between PEM blocks in one line");
    }
    rest = rest.slice(found.index).trimStart();
    const [, label] = BEGIN.exec(rest) ?? [];
    if (label === undefined) throw badBoundary(found[1] === "END");
    const { body, after } = readBody(rest.slice(rest.indexOf("-----", 5) + 5), label);
    blocks.push({ label, body });
    rest = after;
  }
  return blocks;
}

/** Only there, and without a comment, may an escape begin a line: in a comment it would end the comment. */
function isOneLine(text: string): boolean {
  return text.startsWith("-----BEGIN ") && !/[\r\n]/.test(text);
}

/** What is between BEGIN, after which `text` starts, and the END with the same label; and what follows. */
function readBody(text: string, label: string): { readonly body: string; readonly after: string } {
  const length = text.indexOf("-----");
  if (length < 0) throw new SyntaxError("its PEM block has no end");
  const closing = text.slice(length);
  const [boundary, closed] = END.exec(closing) ?? [];
  if (closed !== label) {
    throw badBoundary(closed !== undefined || closing.startsWith("-----BEGIN"));
  }
  return { body: text.slice(0, length), after: closing.slice(boundary!.length) };
}

function badBoundary(isMisplaced: boolean): SyntaxError {
  return new SyntaxError(
    isMisplaced ? "its PEM boundaries do not match" : "one of its PEM boundaries is malformed",
  );
}

/** Decodes the base64 of a block. White space is ignored (RFC 7468, section 3). Throws SyntaxError. */
export function decodePem({ body }: PemBlock): Bytes {
  if (body.includes(":")) {
    throw new SyntaxError("its PEM block has headers, as keys had before PKCS #8");
  }
  const bytes = decodeBase64(body.replace(/[ \t\r\n\f\v]+/g, ""));
  if (bytes === undefined) throw new SyntaxError("its PEM block is not canonical base64");
  if (bytes.length === 0) throw new SyntaxError("its PEM block is empty");
  return bytes;
}

/** Encodes a PEM block. Lines have 64 characters (RFC 7468, section 2), or 70 for OpenSSH. */
export function writePem(label: string, bytes: Uint8Array, lineLength: 64 | 70 = 64): string {
  const lines = bytes.toBase64().match(new RegExp(`.{1,${lineLength}}`, "g")) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
