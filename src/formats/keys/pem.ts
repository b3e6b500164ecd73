import { decodeBase64 } from "../base64.ts";
import type { Bytes } from "../../crypto/bytes.ts";

/** A block of a PEM file (RFC 7468): its label, and the lines between BEGIN and END. */
export interface PemBlock {
  readonly label: string;
  readonly lines: readonly string[];
}

/** The longest line of base64 in use: 64 characters in PEM, 70 in OpenSSH, 76 in MIME. */
const MAX_LINE = 76;

const BOUNDARY = /^-----(BEGIN|END) ([A-Z0-9][A-Z0-9 ]*)-----[ \t]*$/;

/**
 * Parses the blocks of a PEM file, and ignores text outside of them, which RFC 7468 (section 2) allows. Lines end in LF
 * or CRLF. Throws SyntaxError for malformed or mismatched boundaries.
 */
export function readPem(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: { readonly label: string; readonly lines: string[] } | undefined;
  for (const line of text.split(/\r?\n/)) {
    const boundary = readBoundary(line);
    if (boundary === undefined) open?.lines.push(line);
    else if (boundary.begins && open === undefined) open = { label: boundary.label, lines: [] };
    else if (!boundary.begins && boundary.label === open?.label) {
      blocks.push(open);
      open = undefined;
    } else throw new SyntaxError("its PEM boundaries do not match");
  }
  if (open !== undefined) throw new SyntaxError("its PEM block has no end");
  return blocks;
}

/** Decodes the base64 of a block. Only trailing white space is ignored. Throws SyntaxError. */
export function decodePem({ lines }: PemBlock): Bytes {
  const body = lines.map((line) => line.trimEnd());
  if (body.some((line) => line.includes(":"))) {
    throw new SyntaxError("its PEM block has headers, as keys had before PKCS #8");
  }
  if (body.some((line) => line === "" || line.length > MAX_LINE)) {
    throw new SyntaxError(`its PEM block has a line that is blank or over ${MAX_LINE} characters`);
  }
  const bytes = decodeBase64(body.join(""));
  if (bytes === undefined) throw new SyntaxError("its PEM block is not canonical base64");
  if (bytes.length === 0) throw new SyntaxError("its PEM block is empty");
  return bytes;
}

/** Encodes a PEM block. Lines have 64 characters (RFC 7468, section 2), or 70 for OpenSSH. */
export function writePem(label: string, bytes: Uint8Array, lineLength: 64 | 70 = 64): string {
  const lines = bytes.toBase64().match(new RegExp(`.{1,${lineLength}}`, "g")) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

function readBoundary(line: string): { begins: boolean; label: string } | undefined {
  if (!/^-----(BEGIN|END)/.test(line)) return undefined;
  const [, verb, label] = BOUNDARY.exec(line) ?? [];
  if (label === undefined) throw new SyntaxError("one of its PEM boundaries is malformed");
  return { begins: verb === "BEGIN", label };
}
