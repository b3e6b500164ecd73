import assert from "node:assert/strict";
import { recordBuilder } from "../../../contracts/records.ts";
import { change } from "../../../contracts/store/opened_store.ts";
import { databaseServer, execute, withDatabase } from "../../../testkit/postgres_database.ts";
import { withStore } from "../../../store/postgres/expect_error.ts";

const server = await databaseServer();

const KILLS = 60;
const WRITERS = 2;
/** Within this many milliseconds of its first commit a writer is killed: some dozens of transactions. */
const LONGEST_LIFE = 40;

Deno.test(`of writers that are killed ${KILLS} times every transaction is whole or not there`, () =>
  withDatabase(server, async (url) => {
    await withStore(url, async (store) => void await store.migrate());
    const reported = new Set<string>();
    const killing = Array.from({ length: WRITERS }, async () => {
      for (let kill = 0; kill < KILLS / WRITERS; kill++) {
        for (const orgId of await killedWriter(url)) reported.add(orgId);
      }
    });
    await Promise.all(killing);
    await untilSessionsEnd(url);

    const sets = await Promise.all(COLUMNS.map(([table, column]) => orgsIn(url, table, column)));
    for (const set of sets) assert.deepEqual(set, sets[0]);
    assert.ok(reported.size >= KILLS);
    for (const orgId of reported) assert.ok(sets[0]?.includes(orgId), "a commit is lost");
    // At most the one that was under way: its commit had no time to be reported.
    assert.ok(sets[0]!.length <= reported.size + KILLS);

    await withStore(url, async (store) => {
      const key = recordBuilder().signingKey();
      await change(store, (writer) => writer.addSigningKey(key));
      assert.deepEqual(await store.signingKey(key.id), key);
    });
  }));

const COLUMNS = [
  ["signing_keys", "org_id"],
  ["trusted_keys", "org_id"],
  ["key_trust_acls", "parent_org_id"],
  ["package_signatures", "org_id"],
] as const;

/** Starts a writer and kills it at a random moment after its first commit. Gives what it reported. */
async function killedWriter(url: string): Promise<readonly string[]> {
  const script = new URL("writer_process.ts", import.meta.url).pathname;
  const writer = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-check", "--allow-net", "--ignore-env", script, url],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let output = "";
  for await (const text of writer.stdout.pipeThrough(new TextDecoderStream())) {
    if (output === "") {
      setTimeout(() => writer.kill("SIGKILL"), Math.random() * LONGEST_LIFE);
    }
    output += text;
  }
  assert.equal((await writer.status).signal, "SIGKILL");
  // The last line may be cut short.
  return output.split("\n").slice(0, -1);
}

/** The server may still work on what a killed writer asked for. */
async function untilSessionsEnd(url: string): Promise<void> {
  const sessions = "select pid from pg_stat_activity where datname = current_database() " +
    "and application_name = 'cloacina'";
  while ((await execute(url, sessions)).length > 0);
}

async function orgsIn(url: string, table: string, column: string): Promise<readonly string[]> {
  const rows = await execute(url, `select ${column}::text as org from ${table} order by ${column}`);
  return rows.map(({ org }) => String(org));
}
