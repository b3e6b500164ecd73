import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { verifyAuditLog } from "../../../src/files/verify_audit_log.ts";
import { localOperations } from "../../../src/operations/local.ts";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import { ORG, testKey } from "../../operations/kit.ts";
import { withDirectory } from "../../store/sqlite/temporary_sqlite.ts";
import { FILE_PERMISSIONS } from "../../testkit/file_permissions.ts";
import { callsIn, runTraced } from "../testkit/strace.ts";
import { signingParts } from "./signing_parts.ts";

const PROCESS = fileURLToPath(new URL("./many_signatures_process.ts", import.meta.url));

/** The calls that write and sync while a process signs and stores so many packages at the same time. */
async function callsOf(count: number) {
  let calls: ReturnType<typeof callsIn> = [];
  await withDirectory(async (folder) => {
    const [path, auditLog] = [`${folder}/store.db`, `${folder}/audit.log`];
    const store = await openSqlite({ kind: "sqlite", path });
    await store.migrate();
    const { keys } = localOperations(signingParts(store, auditLog, "operator"));
    const { seed } = await testKey(1);
    await keys.import({ orgId: ORG, name: "key", seed, trust: true });
    // The store stays open, so that the other process does not move the journal into the database when it ends.
    const command = [
      Deno.execPath(),
      "run",
      ...FILE_PERMISSIONS,
      PROCESS,
      path,
      auditLog,
      `${count}`,
    ];
    const none = { paths: [], injections: [] };
    const run = await runTraced(command, { ...none, others: ["pwrite64", "fdatasync"] });
    assert.equal(run.stdout.trim(), "signed");
    calls = callsIn(run.trace, folder);
    const page = { limit: 1, offset: 0 };
    const { total } = await store.listSignatures({ orgId: ORG, fingerprint: null }, page);
    assert.equal(total, count);
    await store.close();
    assert.deepEqual((await verifyAuditLog([auditLog])).faults, []);
  });
  const countOf = (name: string, file: string) =>
    calls.filter((call) => call.name === name && call.path === file).length;
  return {
    journalWrites: countOf("pwrite64", "store.db-wal"),
    databaseWrites: countOf("pwrite64", "store.db"),
    journalSyncs: countOf("fdatasync", "store.db-wal") + countOf("fsync", "store.db-wal"),
    auditWrites: countOf("write", "audit.log"),
    auditSyncs: countOf("fsync", "audit.log"),
  };
}

Deno.test("signatures that are stored at the same time share commits and syncs, and two calls write each", async () => {
  const one = await callsOf(1);
  assert.deepEqual([one.journalSyncs, one.auditWrites, one.auditSyncs], [1, 1, 1]);
  const many = await callsOf(64);
  // The first has a transaction of its own; all that come while it lasts share the next one.
  assert.ok(many.journalSyncs >= 2 && many.journalSyncs <= 16, `${many.journalSyncs} syncs`);
  assert.equal(many.auditSyncs, many.journalSyncs);
  assert.equal(many.auditWrites, many.journalSyncs);
  assert.ok(many.journalWrites <= 2 * 64 + one.journalWrites, `${many.journalWrites} writes`);
  assert.equal(many.databaseWrites, 0);
});
