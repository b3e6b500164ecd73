/** What a file is that nobody meant to give, and what to do about it. */
export interface ForeignFile {
  readonly state: string;
  readonly hint?: string;
}

/** What programs leave in place of a file: how it begins, as Latin-1, and what it is. */
const KINDS: readonly (readonly [begins: RegExp, foreign: ForeignFile])[] = [
  [/^$/, { state: "it is empty", hint: "was its download or its creation interrupted?" }],
  [/^\s*$/, { state: "it is blank", hint: "was its download or its creation interrupted?" }],
  [/^version https:\/\/git-lfs\.github\.com\//, {
    state: "it is a Git LFS pointer, not the file itself",
    hint: "`git lfs pull` downloads the file",
  }],
  [/^\xff\xfe|^\xfe\xff|^\{\0|^\0\{/, {
    state: "it is UTF-16 text",
    hint: "save it as UTF-8; PowerShell's `>` writes UTF-16",
  }],
  [/^\xef\xbb\xbf/, {
    state: "it starts with a byte order mark",
    hint: "save it as UTF-8 without a BOM",
  }],
  [/^\s*<(!doctype html|html|head|body|\?xml|error>)/i, {
    state: "it is a web page",
    hint: "was it downloaded from a page that asks for a login, or from a wrong URL?",
  }],
];

/** Recognises, by how the file begins, what stands in place of it; undefined for anything else. */
export function foreignFile(bytes: Uint8Array): ForeignFile | undefined {
  const begin = new TextDecoder("latin1").decode(bytes.subarray(0, 256));
  return KINDS.find(([begins]) => begins.test(begin))?.[1];
}
