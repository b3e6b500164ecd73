import assert from "node:assert/strict";
import { join } from "node:path";
import type { CloacinaError } from "../../src/errors.ts";
import { toPackageHash } from "../../src/domain/package_hash.ts";
import { hashProvider } from "../../src/files/hash_provider.ts";
import { findSigner } from "../../src/operations/package/find_signer.ts";
import { fileSigner } from "../../src/operations/signer.ts";
import { toPublicKey } from "../../src/domain/public_key.ts";
import { inFolder } from "../compile/in_folder.ts";
import { makeFifo } from "../testkit/make_fifo.ts";
import { waitForNextSecond } from "../testkit/wait_for_next_second.ts";
import { fromHex, readVectors } from "../vectors/read_vectors.ts";
import { type Tree, writeTree } from "./write_tree.ts";

const MIB = 1024 * 1024;

const SEED = Uint8Array.from({ length: 32 }, (_, index) => 0x40 + index);
const key = await fileSigner(SEED);
const publicKey = toPublicKey(new Uint8Array(key.publicKey));

const MANIFEST: Tree = { "package.toml": "[package]\n" };

for (const [digest, signature, tree] of await readVectors("provider.txt", 2, 14)) {
  Deno.test(`fidius hashes this tree to the same digest: ${tree!.slice(0, 100)}`, () =>
    inFolder(async (folder) => {
      await writeTree(folder, JSON.parse(tree!));
      assert.equal((await hashProvider(folder, () => {})).toHex(), digest);
    }));

  Deno.test(`fidius signs, and we sign and verify, this tree alike: ${tree!.slice(0, 100)}`, async () => {
    const bytes = fromHex(digest!);
    assert.equal(new Uint8Array(await key.sign(bytes)).toHex(), signature);
    const hashed = { name: "it", hash: toPackageHash(bytes) };
    assert.equal(await findSigner(hashed, fromHex(signature!), [publicKey]), publicKey);
  });
}

async function assertRefused(folder: string, code: string, message: string): Promise<void> {
  await assert.rejects(hashProvider(folder, () => {}), { name: "CloacinaError", code, message });
}

/** What each refused directory has beside its manifest, and why it is refused. */
const REFUSED: readonly (readonly [string, (folder: string) => Promise<void>, string])[] = [
  [
    "a link to a file",
    (folder) => Deno.symlink("package.toml", join(folder, "link")),
    '"link" is a symbolic link, and what it leads to may change',
  ],
  [
    "a link to a directory, also of a name that is left out",
    async (folder) => {
      await Deno.mkdir(join(folder, "src"));
      await Deno.symlink("/tmp", join(folder, "src/target"));
    },
    '"src/target" is a symbolic link, and what it leads to may change',
  ],
  [
    "a dangling link, also of the name of a signature",
    (folder) => Deno.symlink("gone", join(folder, "package.sig")),
    '"package.sig" is a symbolic link, and what it leads to may change',
  ],
  ["a FIFO", (folder) => makeFifo(join(folder, "pipe")), '"pipe" is not a regular file'],
  [
    "a backslash in a name",
    (folder) => Deno.writeTextFile(join(folder, "a\\b"), ""),
    String.raw`"a\\b" has a backslash in its name, which fidius reads as a slash`,
  ],
  [
    "a backslash in the name of a directory",
    (folder) => Deno.mkdir(join(folder, "a\\b")),
    String.raw`"a\\b" has a backslash in its name, which fidius reads as a slash`,
  ],
  [
    "a name that is not UTF-8",
    (folder) => writeUnnameable(folder),
    '"a\ufffd" has a name that is not UTF-8',
  ],
];

/** Makes a file whose name is `a` and a byte that is not UTF-8, which Deno has no call for. */
async function writeUnnameable(folder: string): Promise<void> {
  const args = ["-c", "printf x > \"$1/$(printf 'a\\377')\"", "sh", folder];
  const { success, stderr } = await new Deno.Command("sh", { args }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

for (const [what, add, state] of REFUSED) {
  Deno.test(`a provider with ${what} is refused`, () =>
    inFolder(async (folder) => {
      await writeTree(folder, MANIFEST);
      await add(folder);
      await assertRefused(
        folder,
        "invalid_request",
        `Cannot read the provider "${folder}": ${state}`,
      );
    }));
}

Deno.test("what is left out may hold anything", () =>
  inFolder(async (folder) => {
    await writeTree(folder, { ...MANIFEST, "target/x": "" });
    const digest = await hashProvider(folder, () => {});
    await Deno.symlink("/dev/zero", join(folder, "target/link"));
    await Deno.writeTextFile(join(folder, "target/a\\b"), "");
    assert.deepEqual(await hashProvider(folder, () => {}), digest);
  }));

Deno.test("a directory without a manifest is no provider, and a file or nothing is none either", () =>
  inFolder(async (folder) => {
    await writeTree(folder, { "src/package.toml": "", "empty/": "" });
    const cannot = (name: string) => `Cannot read the provider "${join(folder, name)}"`;
    for (const name of ["", "empty"]) {
      await assertRefused(
        join(folder, name),
        "invalid_request",
        `${cannot(name)}: it has no package.toml, so it is not a provider`,
      );
    }
    const file = "src/package.toml";
    const state = "it is not a directory";
    await assertRefused(join(folder, file), "invalid_request", `${cannot(file)}: ${state}`);
    const gone = "there is no such file";
    await assertRefused(join(folder, "gone"), "file_not_found", `${cannot("gone")}: ${gone}`);
  }));

Deno.test("a link to the directory itself is followed", () =>
  inFolder(async (folder) => {
    await writeTree(folder, { "p/package.toml": "x" });
    await Deno.symlink("p", join(folder, "link"));
    const digest = await hashProvider(join(folder, "p"), () => {});
    assert.deepEqual(await hashProvider(join(folder, "link"), () => {}), digest);
  }));

/** Two files of several chunks each: `a` is read before `b`. */
const LARGE: Tree = { ...MANIFEST, a: "a".repeat(3 * MIB), b: "b".repeat(3 * MIB) };

const FILES_CHANGED = ["package_changed", "its files changed while it was read"] as const;

function isLink(name: string): readonly [code: string, state: string] {
  return ["invalid_request", `"${name}" is a symbolic link, and what it leads to may change`];
}

/** The file itself stands behind the link, under a name that no signature covers. */
function replaceByLink(folder: string, name: string): void {
  Deno.renameSync(join(folder, name), join(folder, `${name}.sig`));
  Deno.symlinkSync(`${name}.sig`, join(folder, name));
}

/** What happens while `b` is read, and how hashing fails: the error's code, and the end of its message. */
const CHANGES: readonly (readonly [string, (folder: string) => void, string, string])[] = [
  [
    "a file that was read before grows",
    (folder) => Deno.writeTextFileSync(join(folder, "a"), "x", { append: true }),
    "package_changed",
    '"a" changed while it was read',
  ],
  [
    "the file that is being read shrinks",
    (folder) => Deno.truncateSync(join(folder, "b"), 2 * MIB + 1),
    "package_changed",
    '"b" changed while it was read',
  ],
  [
    "a file that was read before is replaced by its copy",
    (folder) => {
      Deno.copyFileSync(join(folder, "a"), join(folder, "copy"));
      Deno.renameSync(join(folder, "copy"), join(folder, "a"));
    },
    "package_changed",
    '"a" changed while it was read',
  ],
  [
    "a file is added",
    (folder) => Deno.writeTextFileSync(join(folder, "late"), ""),
    "package_changed",
    "its files changed while it was read",
  ],
  [
    "a file that is not read yet grows",
    (folder) => Deno.writeTextFileSync(join(folder, "package.toml"), "x", { append: true }),
    "package_changed",
    '"package.toml" changed while it was read',
  ],
  [
    "a file that is not read yet is removed",
    (folder) => Deno.removeSync(join(folder, "package.toml")),
    ...FILES_CHANGED,
  ],
  [
    "the file that is being read is removed",
    (folder) => Deno.removeSync(join(folder, "b")),
    ...FILES_CHANGED,
  ],
  [
    "the file that is being read is removed in another second",
    (folder) => {
      waitForNextSecond();
      Deno.removeSync(join(folder, "b"));
    },
    ...FILES_CHANGED,
  ],
  [
    "the file that is being read is replaced by a link to it",
    (folder) => replaceByLink(folder, "b"),
    ...isLink("b"),
  ],
  [
    "the file that is being read is replaced by a link to it in another second",
    (folder) => {
      waitForNextSecond();
      replaceByLink(folder, "b");
    },
    ...isLink("b"),
  ],
  [
    "a file that is not read yet is replaced by a link to it",
    (folder) => replaceByLink(folder, "package.toml"),
    ...isLink("package.toml"),
  ],
  [
    "a file that is not read yet is replaced by a link to it in another second",
    (folder) => {
      waitForNextSecond();
      replaceByLink(folder, "package.toml");
    },
    ...isLink("package.toml"),
  ],
  [
    "a file that is not read yet is replaced by a link to another one",
    (folder) => {
      Deno.removeSync(join(folder, "package.toml"));
      Deno.symlinkSync("a", join(folder, "package.toml"));
    },
    ...isLink("package.toml"),
  ],
  [
    "a file that is not read yet is replaced by a link to nothing",
    (folder) => {
      Deno.removeSync(join(folder, "package.toml"));
      Deno.symlinkSync("gone", join(folder, "package.toml"));
    },
    ...isLink("package.toml"),
  ],
  [
    "a file that is not read yet is replaced by a directory",
    (folder) => {
      Deno.removeSync(join(folder, "package.toml"));
      Deno.mkdirSync(join(folder, "package.toml"));
    },
    ...FILES_CHANGED,
  ],
];

/** Hashes a provider, and changes it in the middle of its second large file. */
async function hashWhile(folder: string, change: () => void): Promise<unknown> {
  let seen = 0;
  return await hashProvider(folder, (count) => {
    if (seen < 4 * MIB && seen + count >= 4 * MIB) change();
    seen += count;
  });
}

for (const [what, change, code, state] of CHANGES) {
  Deno.test(`a provider is refused if ${what} while it is hashed`, () =>
    inFolder(async (folder) => {
      await writeTree(folder, LARGE);
      await assert.rejects(hashWhile(folder, () => change(folder)), (error: CloacinaError) => {
        assert.equal(error.code, code);
        assert.ok(error.message.endsWith(`: ${state}`), error.message);
        return true;
      });
    }));
}

Deno.test("a file that changes within the second, and gets its time back, is package_changed", () =>
  inFolder(async (folder) => {
    await writeTree(folder, LARGE);
    const path = join(folder, "a");
    const { mtime } = await Deno.stat(path);
    const change = () => {
      Deno.writeTextFileSync(path, "x".repeat(3 * MIB));
      Deno.utimeSync(path, mtime!, mtime!);
    };
    await assert.rejects(hashWhile(folder, change), {
      name: "CloacinaError",
      code: "package_changed",
    });
  }));
