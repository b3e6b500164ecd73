import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { verifyAuditLog } from "../../../src/files/verify_audit_log.ts";
import { localOperations } from "../../../src/operations/local.ts";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import { ORG, testHash, testKey } from "../../operations/kit.ts";
import { signingParts } from "./signing_parts.ts";
import { FILE_PERMISSIONS } from "../../testkit/file_permissions.ts";

const PROCESS = fileURLToPath(new URL("./signing_process.ts", import.meta.url));

/** A database with one key, and its audit log. */
interface Place {
  readonly database: string;
  readonly auditLog: string;
  readonly storedSignatures: () => Promise<number>;
}

async function withPlace(body: (place: Place) => Promise<void>): Promise<void> {
  const directory = await Deno.realPath(await Deno.makeTempDir({ prefix: "cloacina-signing-" }));
  const [database, auditLog] = [`${directory}/store.db`, `${directory}/audit.log`];
  try {
    await importKey(database, auditLog);
    await body({ database, auditLog, storedSignatures: () => countSignatures(database) });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function importKey(path: string, auditLog: string): Promise<void> {
  const store = await openSqlite({ kind: "sqlite", path });
  const { keys } = localOperations(signingParts(store, auditLog, "operator"));
  await store.migrate();
  const { seed } = await testKey(1);
  await keys.import({ orgId: ORG, name: "key", seed, trust: true });
  await store.close();
}

async function countSignatures(path: string): Promise<number> {
  const store = await openSqlite({ kind: "sqlite", path });
  try {
    return (await store.signaturesOf(testHash(1))).length;
  } finally {
    await store.close();
  }
}

/** Signs in a process of its own and returns what it says. With a fault, as "write:error=EIO", the log has that fault. */
async function sign({ database, auditLog }: Place, fault?: string): Promise<string> {
  const run = [
    Deno.execPath(),
    "run",
    ...FILE_PERMISSIONS,
    PROCESS,
    database,
    auditLog,
  ];
  const strace = [
    "strace",
    "-f",
    "-qq",
    "-o",
    "/dev/null",
    "-P",
    auditLog,
    "-e",
    `inject=${fault}`,
  ];
  const [command, ...args] = fault === undefined ? run : [...strace, ...run];
  const { stdout } = await new Deno.Command(command!, { args, stderr: "inherit" }).output();
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("what is signed is in the real audit log, and the chain is whole", async () => {
  await withPlace(async (place) => {
    assert.equal(await sign(place), "signed");
    assert.equal(await place.storedSignatures(), 1);
    const lines = (await Deno.readTextFile(place.auditLog)).trimEnd().split("\n");
    assert.deepEqual(lines.map((line) => JSON.parse(line).event_type), [
      "key.signing.created",
      "key.trusted.added",
      "package.signed",
    ]);
    const { fingerprint } = (await testKey(1)).publicKey;
    const { actor, org_id, key_name, key_fingerprint, package_hash } = JSON.parse(lines[2]!);
    assert.deepEqual([actor, org_id, key_name, key_fingerprint, package_hash], [
      "signer",
      ORG,
      "key",
      fingerprint,
      testHash(1),
    ]);
    assert.deepEqual((await verifyAuditLog([place.auditLog])).faults, []);
  });
});

const FAULTS = [
  ["write", "error=ENOSPC", "write", "no space is left on the device"],
  ["write", "error=EIO", "write", "input or output failed (EIO)"],
  ["fsync", "error=EIO", "write", "input or output failed (EIO)"],
  ["flock", "error=ENOLCK", "lock", "its file system has no locks"],
] as const;

for (const [call, fault, verb, state] of FAULTS) {
  Deno.test(`where ${call} of the audit log fails with ${fault}, nothing is signed`, async () => {
    await withPlace(async (place) => {
      const before = await Deno.readTextFile(place.auditLog);
      const outcome = await sign(place, `${call}:${fault}`);
      assert.equal(
        outcome,
        `io_failed: Cannot ${verb} the audit log "${place.auditLog}": ${state}`,
      );
      assert.equal(await place.storedSignatures(), 0);
      assert.ok((await Deno.readTextFile(place.auditLog)).startsWith(before));
      assert.equal(await sign(place), "signed");
      assert.deepEqual((await verifyAuditLog([place.auditLog])).faults, []);
    });
  });
}

Deno.test("a process that is killed while it writes the line has signed nothing, and the next one goes on", async () => {
  for (const call of ["write", "fsync"]) {
    await withPlace(async (place) => {
      await sign(place, `${call}:signal=KILL`);
      assert.equal(await place.storedSignatures(), 0);
      assert.equal(await sign(place), "signed");
      assert.deepEqual((await verifyAuditLog([place.auditLog])).faults, []);
    });
  }
});
