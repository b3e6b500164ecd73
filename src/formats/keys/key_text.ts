/** Byte order marks, which Windows tools write and editors do not show, and the encodings that they mean. */
const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/** One pair of quotes around all, which `docker run --env-file` and JSON leave around a value. */
const QUOTES = /^(["'])(.*)\1$/s;

/**
 * The text of a key file without white space and quotes around it; undefined if it is not text. Text around PEM blocks
 * may be in any encoding; all else is UTF-8, or UTF-16 after a byte order mark.
 */
export function readKeyText(file: Uint8Array): string | undefined {
  const text = decode(file)?.trim();
  return text === undefined ? undefined : QUOTES.exec(text)?.[2]?.trim() ?? text;
}

function decode(file: Uint8Array): string | undefined {
  const encoding = MARKS.find(([mark]) => mark.every((byte, at) => file[at] === byte))?.[1];
  try {
    return new TextDecoder(encoding ?? "utf-8", { fatal: true }).decode(file);
  } catch {
    const latin = new TextDecoder("latin1").decode(file);
    return latin.includes("-----BEGIN ") ? latin : undefined;
  }
}
