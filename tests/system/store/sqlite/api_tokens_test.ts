import assert from "node:assert/strict";
import { withDatabase } from "../../../store/sqlite/engine_database.ts";
import { migrated } from "../../../store/sqlite/migrated.ts";
import { probe } from "../../../store/sqlite/probe.ts";
import { withDirectory } from "../../../store/sqlite/temporary_sqlite.ts";

Deno.test("a database that may not be written is read without API tokens, and not migrated", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/store.db`;
    await migrated(path);
    withDatabase(path, (database) => database.exec("DROP TABLE cloacina_api_tokens"));
    await Deno.chmod(path, 0o400);
    assert.equal(await probe({ deed: "read", path }), "done");
    assert.equal(
      await probe({ deed: "migrate", path }),
      `insufficient_permissions: Cannot access the database "${path}": ` +
        "the file or its directory cannot be written",
    );
  });
});
