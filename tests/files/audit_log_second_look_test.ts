import assert from "node:assert/strict";
import { openAuditLog } from "../../src/files/audit_log.ts";
import { verifyAuditLog } from "../../src/files/verify_audit_log.ts";
import { inFolder } from "../compile/in_folder.ts";
import { whileItWaits } from "./audit_log_kit.ts";

// Between the opening of a log and the lock on it, another program may put the file away: what is appended to it then
// would be in no log that anybody looks at. So the file is looked at again once it is locked.

/** What is done to a log while a writer that has opened it waits for its lock; the file itself goes to `aside`. */
const CHANGES: Readonly<Record<string, (path: string, aside: string) => Promise<void>>> = {
  "moved away": async (path, aside) => await Deno.rename(path, aside),
  "replaced by a copy of it": async (path, aside) => {
    await Deno.rename(path, aside);
    await Deno.copyFile(aside, path);
  },
  "removed, where it had another name": async (path, aside) => {
    await Deno.link(path, aside);
    await Deno.remove(path);
  },
};

for (const [what, change] of Object.entries(CHANGES)) {
  Deno.test(`a line does not go into a log that was ${what} before its lock was got`, async () => {
    await inFolder(async (folder) => {
      const [path, aside] = [`${folder}/audit.log`, `${folder}/audit.log.1`];
      await append(path, "first");
      const before = await Deno.readTextFile(path);
      await whileItWaits(path, () => append(path, "second"), () => change(path, aside));
      assert.equal(await Deno.readTextFile(aside), before);
      const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
      assert.match(lines.at(-1)!, /"second"/);
      assert.deepEqual(
        (await verifyAuditLog(what === "replaced by a copy of it" ? [path] : [aside, path])).faults,
        [],
      );
    });
  });
}

Deno.test("a log that became a link before its lock was got is not followed", async () => {
  await inFolder(async (folder) => {
    const [path, aside] = [`${folder}/audit.log`, `${folder}/audit.log.1`];
    await append(path, "first");
    const before = await Deno.readTextFile(path);
    const link = async () => {
      await Deno.rename(path, aside);
      await Deno.symlink(aside, path);
    };
    await assert.rejects(whileItWaits(path, () => append(path, "second"), link), {
      code: "invalid_request",
    });
    assert.equal(await Deno.readTextFile(aside), before);
  });
});

async function append(path: string, actor: string): Promise<void> {
  await openAuditLog(path, () => new Date()).append([{ type: "api.started" }], actor);
}
