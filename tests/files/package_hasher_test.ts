import assert from "node:assert/strict";
import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { packageHasher } from "../../src/files/package_hasher.ts";
import { inFolder } from "../compile/in_folder.ts";
import { opensslSha256 } from "../testkit/openssl.ts";

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
  Deno.test(`with ${threads} threads every file has the hash that openssl computes, in its place`, () =>
    inFolder(async (folder) => {
      const lengths = [LARGE, 0, LARGE + 1, LARGE - 1, 1000, LARGE, LARGE + MIB];
      const paths = await Promise.all(
        lengths.map((length, index) => writeSparse(folder, `${index}.so`, length)),
      );
      const { digests, told } = await hashAll(threads, paths);
      assert.deepEqual(digests, await Promise.all(paths.map(opensslSha256)));
      assert.equal(told, lengths.reduce((sum, length) => sum + length));
    }));
}

Deno.test("an error crosses from its thread with code, message and hint, and the thread goes on", () =>
  inFolder(async (folder) => {
    const names = ["busy-1", "busy-2", "removed", "replaced", "good"];
    const paths = await Promise.all(names.map((name) => writeSparse(folder, name, LARGE)));
    const [, , removed, replaced, good] = paths as [string, string, string, string, string];
    // Both threads are busy when the first chunk is told, and the three other files wait for them.
    let isFirst = true;
    const hasher = packageHasher(2, () => {
      if (!isFirst) return;
      isFirst = false;
      Deno.removeSync(removed);
      Deno.removeSync(replaced);
      Deno.mkdirSync(replaced);
    });
    const results = await Promise.allSettled(paths.map(hasher.hash)).finally(hasher.close);
    const [first, second, third, fourth, fifth] = results.map((result) =>
      result.status === "fulfilled" ? result.value : result.reason
    );
    assert(first instanceof Uint8Array && second instanceof Uint8Array);
    assert(third instanceof CloacinaError && fourth instanceof CloacinaError);
    assert.deepEqual([third.code, third.message, third.hint], [
      "file_not_found",
      `Cannot read the package ${removed}: there is no such file`,
      undefined,
    ]);
    assert.deepEqual([fourth.code, fourth.message, fourth.hint], [
      "invalid_request",
      `Cannot read the package ${replaced}: it is a directory`,
      "name a file, or pipe the bytes in and say - for standard input",
    ]);
    // The cause does not cross: that it is gone shows that the error did.
    assert.equal(third.cause, undefined);
    assert.deepEqual(fifth, await opensslSha256(good));
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
