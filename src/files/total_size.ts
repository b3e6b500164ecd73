import { stat } from "node:fs/promises";

/** Bytes of all files together; what cannot be looked at counts nothing. */
export async function totalSize(paths: readonly string[]): Promise<number> {
  let total = 0;
  for (const path of paths) total += await stat(path).then(({ size }) => size, () => 0);
  return total;
}
