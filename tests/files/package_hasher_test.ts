import assert from "node:assert/strict";
import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { packageHasher } from "../../src/files/package_hasher.ts";
import { inFolder } from "../compile/in_folder.ts";
import { sha256sum } from "../testkit/sha256sum.ts";

const MIB = 1024 * 1024;

/** From this size on, a file is hashed on a thread of its own. */
const LARGE = 32 * MIB;

/** A sparse file: it takes no space on the disk, and differs from others in its first byte. */
async function writeSparse(folder: string, name: string, length: number): Promise<string> {
  const path = join(folder, name);
  await Deno.writeTextFile(path, name);
  await Deno.truncate(path, length);
  return path;
}

/** Hashes all paths at once, and says how many bytes were told. */
async function hashAll(threads: number, paths: readonly string[]) {
  let told = 0;
  const hasher = packageHasher(threads, (count) => told += count);
  const digests = await Promise.all(paths.map(hasher.hash)).finally(hasher.close);
  return { digests, told };
}

for (const threads of [1, 2, 3]) {
  Deno.test(`with ${threads} threads every file has the hash that sha256sum computes, in its place`, () =>
    inFolder(async (folder) => {
      const lengths = [LARGE, 0, LARGE + 1, LARGE - 1, 1000, LARGE, LARGE + MIB];
      const paths = await Promise.all(
        lengths.map((length, index) => writeSparse(folder, `${index}.so`, length)),
      );
      const { digests, told } = await hashAll(threads, paths);
      assert.deepEqual(digests, await Promise.all(paths.map(sha256sum)));
      assert.equal(told, lengths.reduce((sum, length) => sum + length));
    }));
}

Deno.test("an error crosses from its thread with code, message and hint, and the thread goes on", () =>
  inFolder(async (folder) => {
    const cut = await writeSparse(folder, "cut", 64 * 1024 * MIB);
    const good = await writeSparse(folder, "good", LARGE);
    // 64 GiB take so long that the file is cut, at the first chunk, well before its end is reached.
    let isFirst = true;
    const hasher = packageHasher(2, () => {
      if (isFirst) Deno.truncateSync(cut, LARGE);
      isFirst = false;
    });
    const error = await hasher.hash(cut).then(() => undefined, (error) => error);
    const digest = await hasher.hash(good).finally(hasher.close);
    assert(error instanceof CloacinaError);
    assert.deepEqual([error.code, error.message, error.hint], [
      "package_changed",
      `Cannot hash the package "${cut}": it changed while it was read`,
      "wait until it has been written, then run the command again",
    ]);
    assert.deepEqual(digest, await sha256sum(good));
  }));

Deno.test("a small file's error comes with its cause, from the calling thread", () =>
  inFolder(async (folder) => {
    const hasher = packageHasher(2, () => {});
    const path = join(folder, "missing");
    const error = await hasher.hash(path).then(() => undefined, (error) => error);
    hasher.close();
    assert(error instanceof CloacinaError);
    assert.equal(error.code, "file_not_found");
    assert(error.cause instanceof Error);
  }));

Deno.test("closing a hasher that hashed nothing does nothing", () => {
  packageHasher(4, () => {}).close();
});

Deno.test("what a package begins with is told once, unless another thread hashes it", () =>
  inFolder(async (folder) => {
    const lengths = { "small": 1000, "in chunks": 3 * MIB, "large": LARGE };
    const told: string[] = [];
    const hasher = packageHasher(2, () => {}, (path, start) => {
      told.push(`${path.slice(folder.length + 1)}: ${start[0]}, ${start.length}`);
    });
    for (const [name, length] of Object.entries(lengths)) {
      await hasher.hash(await writeSparse(folder, name, length));
    }
    hasher.close();
    assert.deepEqual(told, [
      `small: ${"s".charCodeAt(0)}, 1000`,
      `in chunks: ${"i".charCodeAt(0)}, ${MIB}`,
    ]);
  }));
