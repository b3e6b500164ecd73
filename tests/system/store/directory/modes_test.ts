import assert from "node:assert/strict";
import { afterStep, NOTHING } from "../../../store/directory/steps.ts";
import { scriptCommand } from "../../../store/directory/writer_process.ts";
import { inFolder, SEED, shell, written } from "../../../store/directory/written_directory.ts";
import { quoted } from "../../../testkit/shell.ts";

const ALL = { limit: 100, offset: 0 };
const EVERYTHING = { orgId: null, includeRevoked: true } as const;

Deno.test("a key directory that may only be read can be read, and not written", async () => {
  await inFolder(async (folder) => {
    const root = `${folder}/keys`;
    await written(root);
    const [key] = afterStep(NOTHING, SEED, 0).keys;
    for (
      const path of [`${root}/signing-keys/${key?.id.slice(0, 2)}`, `${root}/signing-keys`, root]
    ) {
      await Deno.chmod(path, 0o500);
    }
    await Deno.chmod(`${root}/lock`, 0o400);
    const asked = await shellCommand(folder, "asker.ts", root, "signingKey", key?.id ?? "");
    assert.equal(asked.stdout, `${key?.id}\n`);
    const wrote = await shellCommand(folder, "writer.ts", root, SEED, "1");
    assert.deepEqual([wrote.stderr, wrote.code], ["insufficient_permissions", 1]);
  });
});

Deno.test("a record that may not be read is named", async () => {
  await inFolder(async (folder) => {
    const root = `${folder}/keys`;
    const store = await written(root);
    const { rows: [key] } = await store.listSigningKeys(EVERYTHING, ALL);
    const group = `${root}/signing-keys/${key?.id.slice(0, 2)}`;
    const [file] = Deno.readDirSync(group);
    await Deno.chmod(`${group}/${file?.name}`, 0);
    const asked = await shellCommand(folder, "asker.ts", root, "signingKey", key?.id ?? "");
    assert.equal(asked.stdout, "insufficient_permissions\n");
  });
});

/** Runs a script for which permissions count, even where the tests are root's. */
async function shellCommand(folder: string, script: string, ...args: readonly string[]) {
  return await shell(scriptCommand(script, ...args).map(quoted).join(" "), folder);
}
