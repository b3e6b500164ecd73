// What is hashed of a provider directory: docs/format.md, "Provider signature"; in fidius-core 0.5.7, `package_digest`.

/** The directories whose contents are left out, wherever they are; files of these names are not. */
const LEFT_OUT_DIRECTORIES: readonly string[] = ["target", ".git"];

/** Whether a directory of this name is left out of the digest, with all that is in it. */
export function isDirectoryLeftOut(name: string): boolean {
  return LEFT_OUT_DIRECTORIES.includes(name);
}

/** Whether a file of this name is left out of the digest. */
export function isFileLeftOut(name: string): boolean {
  return name.endsWith(".sig");
}

/** The order of the files: that of their paths in UTF-8, byte by byte, which is that of the code points. */
export function compareProviderPaths(left: string, right: string): number {
  const [ones, others] = [Array.from(left), Array.from(right)];
  const index = ones.findIndex((character, at) => character !== others[at]);
  if (index === -1) return ones.length - others.length;
  return ones[index]!.codePointAt(0)! - (others[index]?.codePointAt(0) ?? -1);
}

/** What comes before the bytes of a file: the length of its path, the path in UTF-8, and the size of the file. */
export function providerFileHeader(path: string, size: bigint): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(path);
  const header = new Uint8Array(8 + name.length + 8);
  const view = new DataView(header.buffer);
  view.setBigUint64(0, BigInt(name.length), true);
  header.set(name, 8);
  view.setBigUint64(8 + name.length, size, true);
  return header;
}
