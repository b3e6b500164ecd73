import assert from "node:assert/strict";

/**
 * The lines of a file of vectors, split at spaces: `columns` fields and then the rest of the line. Throws where there
 * are not exactly `count` of them: a set that shrank must not pass.
 */
export async function readVectors(
  name: string,
  columns: number,
  count: number,
): Promise<readonly (readonly string[])[]> {
  const text = await Deno.readTextFile(new URL(name, import.meta.url));
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  assert.equal(lines.length, count, `${name} has ${lines.length} lines`);
  return lines.map((line) => {
    const words = line.split(" ");
    assert(words.length > columns, `${name} has a short line: ${line}`);
    return [...words.slice(0, columns), words.slice(columns).join(" ")];
  });
}

/** Bytes from hex, where "-" is the empty string. */
export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(hex === "-" ? "" : hex);
}
