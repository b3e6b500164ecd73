import assert from "node:assert/strict";
import { join } from "node:path";
import {
  CHECKSUMS_NAME,
  formatChecksums,
  removeChecksums,
  writeChecksums,
} from "../../scripts/compile/checksums.ts";
import { inFolder } from "./in_folder.ts";

async function fill(folder: string): Promise<void> {
  await Deno.mkdir(join(folder, "aarch64-apple-darwin"));
  await Deno.writeTextFile(join(folder, "cloacina"), "abc");
  await Deno.writeTextFile(join(folder, "aarch64-apple-darwin", "cloacina"), "");
}

const LIST = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" +
  "  aarch64-apple-darwin/cloacina\n" +
  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  cloacina\n";

Deno.test("a line a file, two spaces after the digest, in the order of the names", () => {
  const digests = new Map([["b", "22"], ["a/c", "33"], ["a", "11"]]);
  assert.equal(formatChecksums(digests), "11  a\n33  a/c\n22  b\n");
});

Deno.test("every file below the folder is listed, and neither the list itself nor scratch files", () =>
  inFolder(async (folder) => {
    await fill(folder);
    await Deno.mkdir(join(folder, ".compiling-1"));
    await Deno.writeTextFile(join(folder, ".compiling-1", "cloacina"), "half");
    for (let run = 0; run < 2; run++) {
      await writeChecksums(folder);
      assert.equal(await Deno.readTextFile(join(folder, CHECKSUMS_NAME)), LIST);
    }
    const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
    assert.deepEqual(names, [".compiling-1", "SHA256SUMS", "aarch64-apple-darwin", "cloacina"]);
  }));

Deno.test("sha256sum -c accepts the list, and refuses it once a file has changed", () =>
  inFolder(async (folder) => {
    await fill(folder);
    await writeChecksums(folder);
    const check = async () => {
      const args = ["--strict", "-c", CHECKSUMS_NAME];
      const output = await new Deno.Command("sha256sum", { args, cwd: folder }).output();
      return { code: output.code, stdout: new TextDecoder().decode(output.stdout) };
    };
    const good = "aarch64-apple-darwin/cloacina: OK\ncloacina: OK\n";
    assert.deepEqual(await check(), { code: 0, stdout: good });
    await Deno.writeTextFile(join(folder, "cloacina"), "abd");
    const bad = "aarch64-apple-darwin/cloacina: OK\ncloacina: FAILED\n";
    assert.deepEqual(await check(), { code: 1, stdout: bad });
  }));

Deno.test("removing the list removes it, and does nothing where there is none", () =>
  inFolder(async (folder) => {
    await writeChecksums(folder);
    await removeChecksums(folder);
    await removeChecksums(folder);
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  }));
