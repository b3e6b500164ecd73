import assert from "node:assert/strict";
import { join } from "node:path";
import { hashFile, hashOpened, openPackage } from "../../src/files/hash_file.ts";
import { inFolder } from "../compile/in_folder.ts";
import { makeFifo } from "../testkit/make_fifo.ts";
import { sha256sum } from "../testkit/sha256sum.ts";
import { waitForNextSecond } from "../testkit/wait_for_next_second.ts";

const MIB = 1024 * 1024;

const LONG_AGO = new Date("2020-01-01T00:00:00Z");

/** A file of bytes that differ from chunk to chunk, last written long ago. */
async function writePackage(folder: string, length: number): Promise<string> {
  const path = join(folder, `package-${length}.so`);
  await Deno.writeFile(
    path,
    Uint8Array.from({ length }, (_, index) => (index * 7) ^ (index >> 11)),
  );
  await Deno.utime(path, LONG_AGO, LONG_AGO);
  return path;
}

/** Does something once, in the middle of the hashing: when its first chunk has been hashed. */
function atFirstChunk(act: () => void): () => void {
  let isFirst = true;
  return () => {
    if (isFirst) act();
    isFirst = false;
  };
}

async function assertChanged(path: string, act: () => void, hash = hashFile): Promise<void> {
  await assert.rejects(hash(path, atFirstChunk(act)), {
    name: "CloacinaError",
    code: "package_changed",
    message: `Cannot hash the package "${path}": it changed while it was read`,
    hint: "wait until it has been written, then run the command again",
  });
}

for (const length of [0, 1, 64, MIB - 1, MIB, MIB + 1, 2 * MIB, 3 * MIB, 3 * MIB + 5]) {
  Deno.test(`a file of ${length} bytes has the hash that sha256sum computes, and every byte is told`, () =>
    inFolder(async (folder) => {
      const path = await writePackage(folder, length);
      const counts: number[] = [];
      const digest = await hashFile(path, (count) => counts.push(count));
      assert.deepEqual(digest, await sha256sum(path));
      assert.equal(counts.reduce((sum, count) => sum + count, 0), length);
      assert.equal(counts.length, Math.ceil(length / MIB));
    }));
}

Deno.test("a symbolic link is hashed as the file that it leads to", () =>
  inFolder(async (folder) => {
    const path = await writePackage(folder, 1000);
    await Deno.symlink(path, join(folder, "link"));
    assert.deepEqual(await hashFile(join(folder, "link"), () => {}), await sha256sum(path));
  }));

for (const length of [1, 1000, 3 * MIB]) {
  Deno.test(`a file of ${length} bytes that grows while it is hashed is package_changed`, () =>
    inFolder(async (folder) => {
      const path = await writePackage(folder, length);
      await assertChanged(path, () => Deno.writeTextFileSync(path, "more", { append: true }));
    }));

  Deno.test(`a file of ${length} bytes that is rewritten at the same size is package_changed`, () =>
    inFolder(async (folder) => {
      const path = await writePackage(folder, length);
      await assertChanged(path, () => Deno.writeFileSync(path, new Uint8Array(length)));
    }));

  Deno.test(`a file of ${length} bytes that is rewritten, and gets its old time back, is package_changed`, () =>
    inFolder(async (folder) => {
      const path = await writePackage(folder, length);
      await assertChanged(path, () => {
        Deno.writeFileSync(path, new Uint8Array(length).fill(1));
        Deno.utimeSync(path, LONG_AGO, LONG_AGO);
      });
    }));

  Deno.test(`a file of ${length} bytes that is cut off while it is hashed is package_changed`, () =>
    inFolder(async (folder) => {
      const path = await writePackage(folder, length);
      await assertChanged(path, () => Deno.truncateSync(path, 0));
    }));
}

Deno.test("a file whose size stays and whose time alone moves is package_changed", () =>
  inFolder(async (folder) => {
    const path = await writePackage(folder, 1000);
    await assertChanged(path, () => Deno.utimeSync(path, new Date(), new Date()));
  }));

Deno.test("a file that grows, and whose time is put back, is package_changed", () =>
  inFolder(async (folder) => {
    const path = await writePackage(folder, 1000);
    await assertChanged(path, () => {
      Deno.writeTextFileSync(path, "more", { append: true });
      Deno.utimeSync(path, LONG_AGO, LONG_AGO);
    });
  }));

/** What leaves an open file's size as it is, and puts its time back: only ctime tells. */
const UNSEEN: Readonly<Record<string, (path: string) => void>> = {
  "changed and changed back": (path) => {
    const bytes = Deno.readFileSync(path);
    Deno.writeFileSync(path, new Uint8Array(bytes.length));
    Deno.writeFileSync(path, bytes);
    Deno.utimeSync(path, LONG_AGO, LONG_AGO);
  },
  "shown to others": (path) => Deno.chmodSync(path, 0o666),
  "given another name": (path) => Deno.renameSync(path, `${path}.old`),
  "replaced": (path) => {
    Deno.writeTextFileSync(`${path}.new`, "other");
    Deno.renameSync(`${path}.new`, path);
  },
  "removed": (path) => Deno.removeSync(path),
};

Deno.test("a file that was left alone for a while is package_changed by what only ctime tells", () =>
  inFolder(async (folder) => {
    const cases = [1000, 3 * MIB].flatMap((length) =>
      Object.entries(UNSEEN).map(([what, act]) => ({ name: `${what} ${length}`, length, act }))
    );
    for (const { name, length } of cases) {
      await Deno.mkdir(join(folder, name));
      await writePackage(join(folder, name), length);
    }
    // The runtime tells ctime in whole seconds, and a file is hashed twice where that may not do.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    for (const { name, length, act } of cases) {
      const path = join(folder, name, `package-${length}.so`);
      await assertChanged(path, () => act(path));
    }
  }));

/** What becomes of a path, and `hashFile` then finds there when it reads the second time. */
const GONE: Readonly<Record<string, (path: string) => void>> = {
  "removed": (path) => Deno.removeSync(path),
  "replaced by a directory": (path) => {
    Deno.removeSync(path);
    Deno.mkdirSync(path);
  },
  "replaced by a link to nothing": (path) => {
    Deno.removeSync(path);
    Deno.symlinkSync("gone", path);
  },
};

for (const [what, act] of Object.entries(GONE)) {
  Deno.test(`a package that was written just now, and is ${what} while it is hashed, is package_changed, in the same second and in the next`, () =>
    inFolder(async (folder) => {
      waitForNextSecond();
      const path = await writePackage(folder, 3 * MIB);
      await assertChanged(path, () => act(path));
      const later = await writePackage(await Deno.makeTempDir({ dir: folder }), 3 * MIB);
      await assertChanged(later, () => {
        waitForNextSecond();
        act(later);
      });
    }));
}

Deno.test("a package that was written just now is hashed twice, and told once", () =>
  inFolder(async (folder) => {
    const path = await writePackage(folder, 3 * MIB);
    const counts: number[] = [];
    assert.deepEqual(
      await hashFile(path, (count) => counts.push(count)),
      await sha256sum(path),
    );
    assert.deepEqual(counts, [MIB, MIB, MIB]);
  }));

Deno.test("what is no file is refused at once: a directory, a device, a FIFO, nothing", () =>
  inFolder(async (folder) => {
    const fifo = join(folder, "fifo");
    await makeFifo(fifo);
    const refusals: readonly (readonly [path: string, code: string, state: string])[] = [
      [folder, "invalid_request", "it is a directory"],
      ["/dev/zero", "invalid_request", "it is not a regular file"],
      [fifo, "invalid_request", "it is not a regular file"],
      [join(folder, "missing"), "file_not_found", "there is no such file"],
    ];
    for (const [path, code, state] of refusals) {
      await assert.rejects(hashFile(path, () => {}), {
        code,
        message: `Cannot read the package "${path}": ${state}`,
      });
    }
  }));

/** As on the calling thread of a single package, which has another one to read ahead. */
const hashReadingAhead: typeof hashFile = (path, onBytes) => hashOpened(openPackage(path), onBytes);

for (const length of [0, 1000, MIB, 3 * MIB + 5, 9 * MIB]) {
  Deno.test(`a file of ${length} bytes that is read ahead has the same hash, and every byte is told`, () =>
    inFolder(async (folder) => {
      const path = await writePackage(folder, length);
      let told = 0;
      const digest = await hashReadingAhead(path, (count) => told += count);
      assert.deepEqual(digest, await sha256sum(path));
      assert.equal(told, length);
    }));
}

Deno.test("a file that was left alone for a while, and is read ahead, is package_changed by what only ctime tells", () =>
  inFolder(async (folder) => {
    const cases = Object.entries(UNSEEN);
    for (const [what] of cases) {
      await Deno.mkdir(join(folder, what));
      await writePackage(join(folder, what), 3 * MIB);
    }
    await new Promise((resolve) => setTimeout(resolve, 3000));
    for (const [what, act] of cases) {
      const path = join(folder, what, `package-${3 * MIB}.so`);
      await assertChanged(path, () => act(path), hashReadingAhead);
    }
  }));

Deno.test("a file that grows, is rewritten or is cut off while it is read ahead is package_changed", () =>
  inFolder(async (folder) => {
    const acts: readonly ((path: string) => void)[] = [
      (path) => Deno.writeTextFileSync(path, "more", { append: true }),
      (path) => Deno.writeFileSync(path, new Uint8Array(3 * MIB)),
      (path) => Deno.truncateSync(path, 0),
    ];
    for (const act of acts) {
      const path = await writePackage(folder, 3 * MIB);
      await assertChanged(path, () => act(path), hashReadingAhead);
    }
  }));
