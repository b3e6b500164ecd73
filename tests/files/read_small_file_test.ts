import assert from "node:assert/strict";
import { join } from "node:path";
import { readSmallFile } from "../../src/files/read_small_file.ts";
import { inFolder } from "../compile/in_folder.ts";
import { makeFifo } from "../testkit/make_fifo.ts";

const ACTION = "read the key";

function assertRefused(path: string, code: string, state: string): void {
  assert.throws(() => readSmallFile(path, 100, ACTION), {
    name: "CloacinaError",
    code,
    message: `Cannot read the key "${path}": ${state}`,
  });
}

Deno.test("a file up to the limit comes whole, with its permission bits", () =>
  inFolder(async (folder) => {
    const path = join(folder, "k.pem");
    for (const length of [0, 1, 99, 100]) {
      const bytes = new Uint8Array(length).fill(length);
      await Deno.writeFile(path, bytes);
      await Deno.chmod(path, 0o640);
      assert.deepEqual(readSmallFile(path, 100, ACTION), { bytes, mode: 0o640, isRoots: false });
    }
  }));

Deno.test("of a longer file, one byte more than the limit is read and no more", () =>
  inFolder(async (folder) => {
    const path = join(folder, "k.pem");
    for (const length of [101, 102, 1024 * 1024]) {
      await Deno.writeFile(path, new Uint8Array(length).fill(7));
      const { bytes } = readSmallFile(path, 100, ACTION);
      assert.deepEqual(bytes, new Uint8Array(101).fill(7));
    }
  }));

Deno.test("permission bits beyond rwx are not among the mode", () =>
  inFolder(async (folder) => {
    const path = join(folder, "k.pem");
    await Deno.writeTextFile(path, "");
    await Deno.chmod(path, 0o4600);
    assert.equal((readSmallFile(path, 100, ACTION)).mode, 0o600);
  }));

Deno.test("a symbolic link is followed to the file", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "k.pem"), "key");
    await Deno.chmod(join(folder, "k.pem"), 0o600);
    await Deno.symlink("k.pem", join(folder, "link"));
    const { bytes, mode } = readSmallFile(join(folder, "link"), 100, ACTION);
    assert.deepEqual([new TextDecoder().decode(bytes), mode], ["key", 0o600]);
  }));

Deno.test("what is not there is file_not_found: no file, no directory on the way, a dangling link", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "file"), "");
    await Deno.symlink("nowhere", join(folder, "dangling"));
    const missing = "there is no such file";
    assertRefused(join(folder, "missing"), "file_not_found", missing);
    assertRefused(join(folder, "missing", "k.pem"), "file_not_found", missing);
    assertRefused(join(folder, "dangling"), "file_not_found", missing);
    const noDirectory = "a part of the path is not a directory";
    assertRefused(join(folder, "file", "k.pem"), "file_not_found", noDirectory);
  }));

Deno.test("a directory, a device and links in a circle are refused", () =>
  inFolder(async (folder) => {
    await Deno.symlink("circle", join(folder, "circle"));
    assertRefused(folder, "invalid_request", "it is a directory");
    assertRefused("/dev/zero", "invalid_request", "it is not a regular file");
    const circle = "its symbolic links form a loop";
    assertRefused(join(folder, "circle"), "invalid_request", circle);
  }));

Deno.test("a FIFO that nobody writes to is refused, and not waited for", () =>
  inFolder(async (folder) => {
    const path = join(folder, "fifo");
    await makeFifo(path);
    assertRefused(path, "invalid_request", "it is not a regular file");
  }));

Deno.test("a name that is too long is refused", () =>
  inFolder((folder) => {
    const message = `Cannot ${ACTION} (not shown, as it may be a secret): the name is too long`;
    assert.throws(() => readSmallFile(join(folder, "x".repeat(300)), 100, ACTION), {
      code: "invalid_request",
      message,
    });
  }));
