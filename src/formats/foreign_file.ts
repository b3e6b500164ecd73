/** What stands in place of a file, and what to do about it. */
export interface ForeignFile {
  readonly state: string;
  readonly hint?: string | undefined;
}

/** A kind of file: how it begins, as Windows-1252, what it is, and a hint. */
export type ForeignKind = readonly [begins: RegExp, state: string, hint?: string];

/** What other programs leave in place of a file that they do not have. */
const STAND_INS: readonly ForeignKind[] = [
  [
    /^version https:\/\/git-lfs\.github\.com\//,
    "it is a Git LFS pointer, not the file itself",
    "`git lfs pull` downloads the file",
  ],
  [
    /^\s*<(!doctype html|html|head|body|\?xml|error>)/i,
    "it is a web page",
    "was it downloaded from a page that asks for a login, or from a wrong URL?",
  ],
];

/** What is no JSON, though its content may be. */
const NO_JSON: readonly ForeignKind[] = [
  [/^$/, "it is empty", "was its download or its creation interrupted?"],
  [/^\s*$/, "it is blank", "was its download or its creation interrupted?"],
  [
    /^\xff\xfe|^\xfe\xff|^\{\0|^\0\{/,
    "it is UTF-16 text",
    "save it as UTF-8; PowerShell's `>` writes UTF-16",
  ],
  [/^\xef\xbb\xbf/, "it starts with a byte order mark", "save it as UTF-8 without a BOM"],
  ...STAND_INS,
];

/** Recognises what other programs leave in place of a file; undefined for anything else. */
export function standIn(bytes: Uint8Array): ForeignFile | undefined {
  return kindOf(bytes, STAND_INS);
}

/** Recognises, by how it begins, what stands in place of a file of JSON; undefined for anything else. */
export function foreignFile(bytes: Uint8Array): ForeignFile | undefined {
  return kindOf(bytes, NO_JSON);
}

/** The first of several kinds of file that begin as bytes do; undefined for none. */
export function kindOf(
  bytes: Uint8Array,
  kinds: readonly ForeignKind[],
): ForeignFile | undefined {
  // TextDecoder takes "latin1" for Windows-1252.
  const begin = new TextDecoder("latin1").decode(bytes.subarray(0, 256));
  const kind = kinds.find(([begins]) => begins.test(begin));
  if (kind === undefined) return undefined;
  const [, state, hint] = kind;
  return { state, hint };
}
