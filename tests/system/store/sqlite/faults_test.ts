import assert from "node:assert/strict";
import { openSqlite } from "../../../../src/store/sqlite/open_sqlite.ts";
import { requireIntact } from "../../../store/sqlite/engine_database.ts";
import { probe } from "../../../store/sqlite/probe.ts";
import { withDirectory } from "../../../store/sqlite/temporary_sqlite.ts";

/** What strace makes of a system call on the database's files, and at every how manieth of them. */
interface Fault {
  readonly call: "pwrite64" | "fsync" | "ftruncate" | "openat" | "unlink";
  readonly effect: "error=ENOSPC" | "error=EIO" | "error=EMFILE" | "signal=KILL";
  /** With a plus, every later call as well: a disk that is full stays full. */
  readonly lasts: "" | "+";
  readonly stride: number;
}

const FAULTS: readonly Fault[] = [
  { call: "pwrite64", effect: "error=ENOSPC", lasts: "+", stride: 6 },
  { call: "pwrite64", effect: "error=EIO", lasts: "", stride: 9 },
  { call: "pwrite64", effect: "signal=KILL", lasts: "", stride: 6 },
  { call: "fsync", effect: "error=EIO", lasts: "", stride: 1 },
  { call: "fsync", effect: "signal=KILL", lasts: "", stride: 1 },
  { call: "openat", effect: "error=EMFILE", lasts: "", stride: 1 },
  { call: "ftruncate", effect: "error=EIO", lasts: "", stride: 1 },
  { call: "unlink", effect: "error=EIO", lasts: "", stride: 1 },
];

for (const fault of FAULTS) {
  Deno.test(`a transaction under ${nameOf(fault)} is whole or not there`, async () => {
    await sweep(fault, async (prefix, directory) => {
      const path = `${directory}/store.db`;
      await migrated(path);
      const said = await probe({ deed: "write", path, prefix: `${prefix} ${filesOf(path)}` });
      requireCoded(said);
      requireIntact(path);
      const count = await keyCount(path);
      if (said === "done") assert.equal(count, 20);
      else if (fault.effect === "signal=KILL") assert.ok(count === 0 || count === 20, `${count}`);
      else assert.equal(count, 0);
      assert.equal(await probe({ deed: "write", path }), "done");
      assert.equal(await keyCount(path), count + 20);
      return said;
    });
  });

  Deno.test(`a migration under ${nameOf(fault)} is whole or can be done again`, async () => {
    await sweep(fault, async (prefix, directory) => {
      const path = `${directory}/store.db`;
      const said = await probe({ deed: "migrate", path, prefix: `${prefix} ${filesOf(path)}` });
      requireCoded(said);
      await migrated(path);
      requireIntact(path);
      assert.equal(await keyCount(path), 0);
      return said;
    });
  });
}

/** Has a fault at the first call, then at a later one, until there are not so many calls. */
async function sweep(
  { call, effect, lasts, stride }: Fault,
  attempt: (prefix: string, directory: string) => Promise<string>,
): Promise<void> {
  let hits = 0;
  let failures = 0;
  for (let at = 1;; at += stride) {
    const inject = `inject=${call}:${effect}:when=${at}${lasts}`;
    const traces: string[] = [];
    await withDirectory(async (directory) => {
      const log = `${directory}/strace.log`;
      const said = await attempt(`strace -f -o ${log} -e trace=${call} -e ${inject}`, directory);
      if (said !== "done") failures += 1;
      traces.push(await Deno.readTextFile(log));
    });
    if (!/INJECTED|killed by SIGKILL/.test(traces.join())) break;
    hits += 1;
  }
  assert.ok(hits > 0, `no ${call} was met`);
  const isHarmless = call === "unlink";
  assert.ok(failures > 0 || isHarmless, `no ${call} failed`);
}

function filesOf(path: string): string {
  return ["", "-wal", "-shm", "-journal"].map((end) => `-P ${path}${end}`).join(" ");
}

/** A failure has a code. Where SQLite may not open a file for writing, it opens it for reading. */
function requireCoded(said: string): void {
  assert.match(said, /^done$|^(io_failed|insufficient_permissions): Cannot |^exit 137: Killed\s$/);
}

async function migrated(path: string): Promise<void> {
  const store = await openSqlite({ kind: "sqlite", path });
  assert.equal((await store.migrate()).status.isReady, true);
  await store.close();
}

async function keyCount(path: string): Promise<number> {
  const store = await openSqlite({ kind: "sqlite", path });
  const page = { limit: 0, offset: 0 };
  const { total } = await store.listSigningKeys({ orgId: null, includeRevoked: true }, page);
  await store.close();
  return total;
}

function nameOf({ call, effect, lasts }: Fault): string {
  return `${effect.replace(/\w+=/, "")}${lasts} at any ${call}`;
}
