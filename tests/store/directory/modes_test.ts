import assert from "node:assert/strict";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import { CloacinaError } from "../../../src/errors.ts";
import { openDirectory } from "../../../src/store/directory/open_directory.ts";
import { quoted } from "../../testkit/shell.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { change, refuses } from "../../contracts/store/opened_store.ts";
import { inFolder, SEED, shell, written } from "./written_directory.ts";
import { afterStep, contentsOf, NOTHING, STEP_KINDS, takeStep } from "./steps.ts";
import { scriptCommand } from "./writer_process.ts";
import { ALL_OWN_TABLES } from "../../contracts/store/own_tables.ts";

const ALL = { limit: 100, offset: 0 };
const HASH = "0".repeat(64) as PackageHash;
const FINGERPRINT = "0".repeat(64) as Fingerprint;
const EVERYTHING = { orgId: null, includeRevoked: true } as const;

for (const umask of ["000", "022", "077"]) {
  Deno.test(`all that is written is its owner's alone, with umask ${umask}`, async () => {
    await inFolder(async (folder) => {
      const root = `${folder}/home/.cloacina/keys`;
      const steps = String(STEP_KINDS.length);
      const command = scriptCommand("writer.ts", root, SEED, "0", steps);
      const { code } = await shell(`umask ${umask}; ${command.map(quoted).join(" ")}`, folder);
      assert.equal(code, 0);
      const modes = [...walk(`${folder}/home`)].map(({ isDirectory, mode }) =>
        `${isDirectory ? "directory" : "file"} ${mode.toString(8)}`
      );
      assert.deepEqual([...new Set(modes)].sort(), ["directory 700", "file 600"]);
    });
  });
}

for (const mode of [0o777, 0o770, 0o722, 0o702, 0o1777]) {
  Deno.test(`a key directory that others may write is refused: ${mode.toString(8)}`, async () => {
    await inFolder(async (folder) => {
      const root = `${folder}/keys`;
      const store = await written(root);
      for (const path of [root, `${root}/signing-keys`]) {
        await Deno.chmod(path, mode);
        await assert.rejects(openDirectory({ kind: "directory", path: root }), (error) => {
          assert.ok(error instanceof CloacinaError);
          assert.equal(error.code, "insufficient_permissions");
          assert.ok(error.message.includes(path) && error.message.includes("others may write"));
          assert.match(error.hint ?? "", mode === 0o1777 ? /^choose a directory/ : /chmod go-w/);
          return true;
        });
        await refuses("insufficient_permissions", store.listSigningKeys(EVERYTHING, ALL));
        await refuses("insufficient_permissions", takeStep(store, SEED, 1));
        await Deno.chmod(path, 0o700);
      }
      assert.equal((await store.listSigningKeys(EVERYTHING, ALL)).total, 1);
    });
  });
}

Deno.test("a key directory that others may only read is used", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/keys`, { mode: 0o755 });
    await Deno.chmod(`${folder}/keys`, 0o755);
    const store = await written(`${folder}/keys`);
    assert.deepEqual(await contentsOf(store, SEED), afterStep(NOTHING, SEED, 0));
  });
});

Deno.test("reading a key directory that is not there makes nothing", async () => {
  await inFolder(async (folder) => {
    const store = await openDirectory({ kind: "directory", path: `${folder}/home/keys` });
    assert.deepEqual(await store.listSigningKeys(EVERYTHING, ALL), { rows: [], total: 0 });
    assert.equal(await store.masterKeyFile?.read(), null);
    const { owner, isReady, problems, refusal } = await store.schemaStatus();
    assert.deepEqual({ owner, isReady, problems, code: refusal?.code }, {
      owner: "nobody",
      isReady: false,
      problems: ["the key directory does not exist"],
      code: "store_unavailable",
    });
    assert.deepEqual([...Deno.readDirSync(folder)], []);
    const status = { owner: "cloacina", isReady: true, ownTables: ALL_OWN_TABLES, problems: [] };
    assert.deepEqual(await store.migrate(), { status, made: ["key directory"] });
    assert.deepEqual(await store.schemaStatus(), status);
    assert.deepEqual(await store.migrate(), { status, made: [] });
  });
});

Deno.test("one that must be there, and is not, or is gone, answers nothing and is not made", async () => {
  await inFolder(async (folder) => {
    const root = `${folder}/keys`;
    const store = await openDirectory({ kind: "directory", path: root, mustExist: true });
    const questions: readonly (() => Promise<unknown>)[] = [
      () => store.listSigningKeys(EVERYTHING, ALL),
      () => store.trustedKeysOf([], [FINGERPRINT]),
      () => store.signaturesOf(HASH),
      () => store.masterKeyFile!.read(),
      () => store.masterKeyFile!.write(new Uint8Array(), null),
      () => takeStep(store, SEED, 0),
    ];
    const refusesAll = async () => {
      for (const ask of questions) await refuses("store_unavailable", ask());
    };
    await refusesAll();
    assert.equal((await store.schemaStatus()).owner, "nobody");
    assert.deepEqual([...Deno.readDirSync(folder)], []);
    await store.migrate();
    await takeStep(store, SEED, 0);
    assert.equal((await store.listSigningKeys(EVERYTHING, ALL)).total, 1);
    await Deno.rename(root, `${folder}/away`);
    await refusesAll();
    await Deno.mkdir(root);
    await refusesAll();
    assert.deepEqual([...Deno.readDirSync(root)], []);
  });
});

for (const [what, mode] of [["record", 0o606], ["folder of records", 0o770]] as const) {
  Deno.test(`a ${what} that others may write is refused`, async () => {
    await inFolder(async (folder) => {
      const root = `${folder}/keys`;
      const store = await written(root);
      const { rows: [key] } = await store.listSigningKeys(EVERYTHING, ALL);
      const group = `${root}/signing-keys/${key?.id.slice(0, 2)}`;
      const [file] = Deno.readDirSync(group);
      await Deno.chmod(what === "record" ? `${group}/${file?.name}` : group, mode);
      await refuses("insufficient_permissions", store.listSigningKeys(EVERYTHING, ALL));
    });
  });
}

Deno.test("a path that is no directory is refused", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    await Deno.symlink(`${folder}/loop`, `${folder}/loop`);
    for (const path of [`${folder}/file`, `${folder}/file/keys`, `${folder}/loop`]) {
      await refuses("store_unavailable", openDirectory({ kind: "directory", path }));
    }
  });
});

Deno.test("a directory of something else is refused and left alone", async () => {
  await inFolder(async (root) => {
    await Deno.writeTextFile(`${root}/.hidden`, "");
    const store = await openDirectory({ kind: "directory", path: root });
    await Deno.writeTextFile(`${root}/thesis.txt`, "");
    await refuses("store_corrupt", openDirectory({ kind: "directory", path: root }));
    await refuses("store_corrupt", store.listSigningKeys(EVERYTHING, ALL));
    await refuses("store_corrupt", takeStep(store, SEED, 0));
    const names = [...Deno.readDirSync(root)].map(({ name }) => name).sort();
    assert.deepEqual(names, [".hidden", "thesis.txt"]);
    await Deno.remove(`${root}/thesis.txt`);
    await takeStep(store, SEED, 0);
  });
});

Deno.test("a key directory may be reached through a link, its folders and its lock may not", async () => {
  await inFolder(async (folder) => {
    await written(`${folder}/keys`);
    await Deno.symlink(`${folder}/keys`, `${folder}/link`);
    const store = await openDirectory({ kind: "directory", path: `${folder}/link` });
    await takeStep(store, SEED, 1);
    for (const name of ["signing-keys", "lock", "temporary", "store.json"]) {
      await Deno.rename(`${folder}/keys/${name}`, `${folder}/${name}`);
      await Deno.symlink(`${folder}/${name}`, `${folder}/keys/${name}`);
      await refuses(
        "store_corrupt",
        change(store, (writer) => writer.addSigningKey(recordBuilder(name).signingKey())),
      );
      await Deno.remove(`${folder}/keys/${name}`);
      await Deno.rename(`${folder}/${name}`, `${folder}/keys/${name}`);
    }
    await takeStep(store, SEED, 2);
  });
});

function* walk(path: string): Generator<{ isDirectory: boolean; mode: number }> {
  const { isDirectory, mode } = Deno.lstatSync(path);
  yield { isDirectory, mode: (mode ?? 0) & 0o7777 };
  if (isDirectory) {
    for (const { name } of Deno.readDirSync(path)) {
      yield* walk(`${path}/${name}`);
    }
  }
}
