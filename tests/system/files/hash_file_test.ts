import assert from "node:assert/strict";

const HASH_FILE = new URL("../../../src/files/hash_file.ts", import.meta.url);

/** Hashes a file on this thread alone, and reading ahead, with all permissions: without, Deno opens nothing in /proc. */
async function hashBoth(path: string): Promise<string> {
  const code = `
    const { hashFile, hashOpened, openPackage } = await import(${JSON.stringify(HASH_FILE)});
    const none = () => {};
    const path = ${JSON.stringify(path)};
    const toText = (hash) => hash().then((digest) => digest.toHex(), (error) => error.code);
    console.log(await toText(() => hashFile(path, none)));
    console.log(await toText(() => hashOpened(openPackage(path), none)));
  `;
  const args = ["eval", "--no-config", "--cached-only", code];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("of a file that has bytes, and a size of 0 all the time, no first byte alone is hashed", async () => {
  assert.equal(await hashBoth("/proc/version"), "package_changed\npackage_changed\n");
});
