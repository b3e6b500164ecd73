import assert from "node:assert/strict";
import { openSqlite } from "../../../../src/store/sqlite/open_sqlite.ts";
import { processContract } from "../../contracts/process_contract.ts";
import { startProcess } from "../../../contracts/processes/store_process.ts";
import { recordBuilder } from "../../../contracts/records.ts";
import { FILE_PERMISSIONS } from "../../../testkit/file_permissions.ts";
import { requireIntact } from "../../../store/sqlite/engine_database.ts";
import { temporarySqlite, withDirectory } from "../../../store/sqlite/temporary_sqlite.ts";

processContract("sqlite", async () => {
  const { store, path, close } = await temporarySqlite();
  // Only the processes have it open: what the last of them leaves behind is all that there is.
  await store.close();
  return {
    location: { kind: "sqlite", path },
    permissions: FILE_PERMISSIONS,
    requireIntact: () => Promise.resolve(requireIntact(path)),
    close,
  };
});

Deno.test("of four processes that migrate at once each finds the tables ready", async () => {
  await withDirectory(async (directory) => {
    const location = { kind: "sqlite", path: `${directory}/new.db` } as const;
    const orgId = recordBuilder().orgId();
    const processes = Array.from(
      { length: 4 },
      () => startProcess({ location, kind: "migrate", orgId, name: "" }, FILE_PERMISSIONS),
    );
    for (const process of processes) assert.equal(await process.line(), "ready");
    await Promise.all(processes.map(({ begin }) => begin()));
    const outcomes = await Promise.all(processes.map(({ ended }) => ended()));
    assert.deepEqual(outcomes.flat(), Array(4).fill("cloacina"));
    requireIntact(location.path);
    const store = await openSqlite(location);
    assert.equal((await store.schemaStatus()).isReady, true);
    await store.close();
  });
});
