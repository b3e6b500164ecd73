import assert from "node:assert/strict";
import { migrated } from "../../../store/sqlite/migrated.ts";
import { probe } from "../../../store/sqlite/probe.ts";
import { withDirectory } from "../../../store/sqlite/temporary_sqlite.ts";

Deno.test("a database that may not be read or written is insufficient_permissions", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/store.db`;
    await migrated(path);
    await Deno.chmod(path, 0o000);
    const unread =
      `insufficient_permissions: Cannot open the database "${path}": permission denied`;
    assert.equal(await probe({ deed: "read", path }), unread);
    assert.equal(await probe({ deed: "write", path }), unread);
    assert.equal(await probe({ deed: "migrate", path }), unread);
    await Deno.chmod(path, 0o400);
    assert.equal(await probe({ deed: "read", path }), "done");
    const unwritten = `insufficient_permissions: Cannot access the database "${path}": ` +
      "the file or its directory cannot be written";
    assert.equal(await probe({ deed: "write", path }), unwritten);
    assert.equal(await probe({ deed: "migrate", path }), "done");
  });
});

Deno.test("a directory that may not be entered or written is insufficient_permissions", async () => {
  await withDirectory(async (directory) => {
    await Deno.mkdir(`${directory}/closed`);
    const path = `${directory}/closed/store.db`;
    await migrated(path);
    await Deno.chmod(`${directory}/closed`, 0o000);
    assert.equal(
      await probe({ deed: "read", path }),
      `insufficient_permissions: Cannot open the database "${path}": permission denied`,
    );
    await Deno.chmod(`${directory}/closed`, 0o500);
    for (const deed of ["read", "write"] as const) {
      assert.equal(
        await probe({ deed, path }),
        `insufficient_permissions: Cannot access the database "${path}": ` +
          "the file or its directory cannot be written",
      );
    }
    const other = `${directory}/closed/other.db`;
    assert.equal(
      await probe({ deed: "migrate", path: other }),
      `insufficient_permissions: Cannot create the database "${other}": permission denied`,
    );
    await Deno.chmod(`${directory}/closed`, 0o700);
  });
});
