import type { PreflightReport } from "./preflight.ts";

/** A package file as the engine's server is sent it: its size in bytes, and its first UPLOAD_HEAD_BYTES. */
export interface Upload {
  readonly size: number;
  readonly head: Uint8Array;
}

/** How many bytes tell whether a file is an archive. */
export const UPLOAD_HEAD_BYTES = 4;

/** What the server admits of a request, with what a form has around the file: at most some hundred bytes. */
const [MAX_REQUEST_BYTES, FORM_BYTES] = [100 * 1024 * 1024, 1024];

/** Why the engine's server answers 400 to an upload, whoever signed it: it takes `.cloacina` archives alone. */
export function uploadWarnings({ size, head }: Upload): readonly string[] {
  if (size === 0) return ["the package is empty: the server answers 400 to it"];
  return [
    ...isBzip2(head)
      ? []
      : ["the package is not a .cloacina archive (bzip2): the server answers 400 to it"],
    ...size <= MAX_REQUEST_BYTES - FORM_BYTES ? [] : [
      `the package has ${size} bytes, and the server takes requests of up to 100 MiB: it answers 400`,
    ],
  ];
}

/** What the engine's server does with an upload, by its answer to the signature and the warnings of the file. */
export function serverAnswer(
  answer: PreflightReport["answer"],
  fileWarnings: readonly string[],
): string {
  if (answer !== "accepted") return `would refuse it: ${answer}`;
  return fileWarnings.length === 0 ? "would accept it" : "would accept the signature, not the file";
}

/** "BZh", and the size of the blocks as a digit from 1 to 9. */
function isBzip2(head: Uint8Array): boolean {
  return /^BZh[1-9]/.test(String.fromCharCode(...head));
}
