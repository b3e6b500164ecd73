import assert from "node:assert/strict";
import { NOT_SHOWN } from "../../src/domain/shown_text.ts";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CloacinaError } from "../../src/errors.ts";
import { listProviderFiles } from "../../src/files/list_provider_files.ts";
import { type FileToWrite, writeFiles, type WriteMode } from "../../src/files/write_files.ts";
import { inFolder } from "../compile/in_folder.ts";
import { contentOf } from "./content_of.ts";
import { makeFifo } from "../testkit/make_fifo.ts";
import { FILE_PERMISSIONS } from "../testkit/file_permissions.ts";

const SCRIPT = fileURLToPath(new URL("../testkit/write_files.ts", import.meta.url));

const MODES: readonly WriteMode[] = ["create", "replace"];

function file(path: string, text = "new", mode = 0o600): FileToWrite {
  return { path, bytes: new TextEncoder().encode(text), mode };
}

/** Expects this error, and the folder to be as it was before. */
async function assertRefused(
  folder: string,
  files: readonly FileToWrite[],
  mode: WriteMode,
  [code, message]: readonly [code: string, message: string],
): Promise<void> {
  const before = await contentOf(folder);
  const error = await writeFiles(files, mode).then(() => undefined, (error) => error);
  assert(error instanceof CloacinaError, `${error}`);
  assert.deepEqual([error.code, error.message], [code, message]);
  assert.deepEqual(await contentOf(folder), before);
}

async function modeOf(path: string): Promise<number> {
  return (await Deno.stat(path)).mode! & 0o7777;
}

for (const mode of MODES) {
  Deno.test(`${mode}: new files are whole, have their modes, and nothing else is left`, () =>
    inFolder(async (folder) => {
      const [secret, shared] = [join(folder, "k.pem"), join(folder, "k.pub.pem")];
      await writeFiles([file(secret, "private", 0o600), file(shared, "public", 0o644)], mode);
      assert.deepEqual(await contentOf(folder), { "k.pem": "private", "k.pub.pem": "public" });
      assert.equal(await modeOf(secret), 0o600);
      // What the umask leaves of it. Deno.umask() would set that to 0 for a moment, also for the tests beside this one.
      const plain = join(folder, "plain");
      await Deno.writeTextFile(plain, "", { mode: 0o644 });
      assert.equal(await modeOf(shared), await modeOf(plain));
    }));

  Deno.test(`${mode}: an empty file and one of 5 MiB are written whole`, () =>
    inFolder(async (folder) => {
      const large = Uint8Array.from({ length: 5 * 1024 * 1024 + 3 }, (_, index) => index % 251);
      const [first, second] = [join(folder, "empty"), join(folder, "large")];
      await writeFiles([file(first, ""), { path: second, bytes: large, mode: 0o600 }], mode);
      assert.deepEqual(await Deno.readFile(first), new Uint8Array());
      assert.deepEqual(await Deno.readFile(second), large);
    }));

  Deno.test(`${mode}: any name is written: spaces, quotes, a newline, a dash, 255 bytes`, () =>
    inFolder(async (folder) => {
      const names = [" a b ", 'it\'s "it"', "a\nb", "-", "-rf", "*", "\x1b[2J", "é".repeat(127)];
      await writeFiles(names.map((name) => file(join(folder, name), name)), mode);
      assert.deepEqual(
        await contentOf(folder),
        Object.fromEntries(names.map((name) => [name, name])),
      );
    }));

  Deno.test(`${mode}: a directory, FIFO or symbolic link at the target is refused, and stays`, () =>
    inFolder(async (folder) => {
      const path = (name: string) => join(folder, name);
      await Deno.mkdir(path("directory"));
      await makeFifo(path("fifo"));
      await Deno.writeTextFile(path("file"), "old");
      await Deno.symlink("file", path("link"));
      await Deno.symlink("nowhere", path("dangling"));
      await Deno.symlink("directory", path("link to directory"));
      const link = "it is a symbolic link, which is not followed";
      const states = {
        "directory": "it is a directory",
        "fifo": "it is not a regular file",
        "link": link,
        "dangling": link,
        "link to directory": link,
      };
      for (const [name, state] of Object.entries(states)) {
        const message = `Cannot write "${path(name)}": ${state}`;
        await assertRefused(folder, [file(path(name))], mode, ["invalid_request", message]);
        const files = [file(path("other")), file(path(name))];
        await assertRefused(folder, files, mode, ["invalid_request", message]);
      }
    }));

  Deno.test(`${mode}: a device at the target is refused`, () =>
    inFolder(async (folder) => {
      for (const path of ["/dev/null", "/dev/zero"]) {
        const message = `Cannot write "${path}": it is not a regular file`;
        const files = [file(join(folder, "other")), file(path)];
        await assertRefused(folder, files, mode, ["invalid_request", message]);
      }
    }));

  Deno.test(`${mode}: where the directory is missing or is none, nothing is written`, () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "plain"), "old");
      const missing = join(folder, "missing", "a");
      const under = join(folder, "plain", "a");
      const other = join(folder, "other");
      for (const files of [[file(missing)], [file(other), file(missing)]]) {
        const message = `Cannot write "${missing}": there is no such directory`;
        await assertRefused(folder, files, mode, ["file_not_found", message]);
      }
      const message = `Cannot write "${under}": a part of the path is not a directory`;
      await assertRefused(folder, [file(other), file(under)], mode, ["file_not_found", message]);
    }));

  Deno.test(`${mode}: a name that is too long is refused, and nothing is written`, () =>
    inFolder(async (folder) => {
      const long = join(folder, "x".repeat(256));
      const message = `Cannot write ${NOT_SHOWN}: the name is too long`;
      const files = [file(join(folder, "other")), file(long)];
      await assertRefused(folder, files, mode, ["invalid_request", message]);
    }));
}

Deno.test("create: a target that exists is refused, and so is its companion", () =>
  inFolder(async (folder) => {
    const [first, second] = [join(folder, "a"), join(folder, "b")];
    await Deno.writeTextFile(second, "old");
    const expected = ["target_exists", `Cannot write "${second}": it already exists`] as const;
    await assertRefused(folder, [file(second)], "create", expected);
    await assertRefused(folder, [file(first), file(second)], "create", expected);
    await assertRefused(folder, [file(second), file(first)], "create", expected);
  }));

Deno.test("create: where the second name is taken at the last moment, the first is taken back", () =>
  inFolder(async (folder) => {
    // Both targets are the same name, so that the second finds it taken after every check has passed.
    const path = join(folder, "a");
    const expected = ["target_exists", `Cannot write "${path}": it already exists`] as const;
    await assertRefused(folder, [file(path, "one"), file(path, "two")], "create", expected);
    assert.deepEqual(await contentOf(folder), {});
  }));

Deno.test("create: of many writers of one name, exactly one wins, and its file is whole", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a");
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(100_000));
    const results = await Promise.allSettled(
      texts.map((text) => writeFiles([file(path, text)], "create")),
    );
    const winners = texts.filter((_, index) => results[index]!.status === "fulfilled");
    const codes = results.flatMap((result) =>
      result.status === "rejected" ? [result.reason.code] : []
    );
    assert.equal(winners.length, 1);
    assert.deepEqual(new Set(codes), new Set(["target_exists"]));
    assert.deepEqual(await contentOf(folder), { a: winners[0] });
  }));

Deno.test("replace: old files become new ones, with the new modes", () =>
  inFolder(async (folder) => {
    const [first, second] = [join(folder, "a"), join(folder, "b")];
    await Deno.writeTextFile(first, "a longer text than the new one");
    await Deno.chmod(first, 0o666);
    await writeFiles([file(first, "1"), file(second, "2")], "replace");
    assert.deepEqual(await contentOf(folder), { a: "1", b: "2" });
    assert.equal(await modeOf(first), 0o600);
  }));

Deno.test("replace: other names of an old file keep the old content", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "a"), "old");
    await Deno.link(join(folder, "a"), join(folder, "hard link"));
    await writeFiles([file(join(folder, "a"))], "replace");
    assert.deepEqual(await contentOf(folder), { "a": "new", "hard link": "old" });
  }));

Deno.test("replace: where the second file cannot be written, the first stays old", () =>
  inFolder(async (folder) => {
    const [first, second] = [join(folder, "a"), join(folder, "missing", "b")];
    await Deno.writeTextFile(first, "old");
    const expected = [
      "file_not_found",
      `Cannot write "${second}": there is no such directory`,
    ] as const;
    await assertRefused(folder, [file(first), file(second)], "replace", expected);
  }));

Deno.test("a relative path is written where the process stands", () =>
  inFolder(async (folder) => {
    const args = [
      "run",
      "--no-prompt",
      ...FILE_PERMISSIONS,
      SCRIPT,
      "create",
      "a",
      "./b",
    ];
    const { code, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: folder })
      .output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    assert.deepEqual(Object.keys(await contentOf(folder)).sort(), ["a", "b"]);
  }));

Deno.test("a signature that is being written is a signature file to whoever lists its folder", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/package.toml`, "[package]\n");
    const signature = file(`${folder}/package.sig`, "signature", 0o644);
    for (const mode of MODES.toReversed()) {
      // Up to the sync of the bytes nothing is waited for.
      const writing = writeFiles([signature], mode);
      const names = Array.from(Deno.readDirSync(folder), ({ name }) => name);
      const listed = listProviderFiles(folder).map(({ path }) => path);
      await writing;
      assert.ok(names.some((name) => /^\.cloacina-.*\.tmp\.sig$/.test(name)), `${names}`);
      assert.deepEqual(listed, ["package.toml"]);
      await Deno.remove(signature.path);
    }
  }));
