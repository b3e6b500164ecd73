import assert from "node:assert/strict";
import { withApiServer } from "../../cli/api_server.ts";
import { execute } from "../../testkit/postgres_database.ts";
import { toolUnderTest } from "../../testkit/tool.ts";
import { until } from "../../testkit/until.ts";
import { startCluster } from "../testkit/patroni_cluster.ts";
import {
  assertKeyRevoked,
  assertTokenRevoked,
  assertTokenWorks,
  newKey,
  newToken,
  revokeKey,
  revokeToken,
  signWith,
} from "./acknowledged.ts";
import { type Ask, clientOf } from "./api_client.ts";
import { underLoad } from "./signing_load.ts";

// Two servers sign and store on a cluster whose primary changes. What they acknowledged is there afterwards, and what
// was revoked at one of them is refused by both. patroni_test.ts runs this in a network of its own.
// CLOACINA_PATRONI_FIGURES=1 prints what docs/scaling.md shows.

/** How long a server may take to find out that it has no primary, in milliseconds. */
const DEADLINE = 150_000;

/** How often what must be refused is tried. */
const TRIES = 5;

/** Of what a server has logged, so many lines are shown where the test fails. */
const LINES_SHOWN = 50;

const tool = await toolUnderTest();
const cluster = await startCluster();
await withServer(cluster.url, (one) =>
  withServer(cluster.url, async (other) => {
    const servers = [one, other];
    const key = await newKey(one);
    const [kept, revoked] = [await newToken(one), await newToken(other)];
    await revokeToken(one, revoked);
    const doomed: string[] = [];
    const newDoomedKey = async () => {
      doomed.push(await newKey(one));
      return doomed.at(-1)!;
    };

    /** Runs an event under load; then all that was acknowledged must be there, whenever that was. */
    const outlives = async (what: string, event: () => Promise<void>) => {
      const load = await underLoad(servers, key, event);
      const { acknowledged, strange, ...figures } = load;
      const { url } = await cluster.leader();
      const hashes = acknowledged.map((hash) => `'${hash}'`).join(", ");
      const statement = `select from package_signatures where package_hash in (${hashes})`;
      const stored = await until(() => execute(url, statement).catch(() => null), DEADLINE);
      assert.equal(stored.length, acknowledged.length, what);
      assert.deepEqual(strange, [], what);
      for (const server of servers) {
        await assertTokenWorks(server, kept);
        await assertTokenRevoked(server, revoked);
        for (const each of doomed) await assertKeyRevoked(server, each);
      }
      if (Deno.env.get("CLOACINA_PATRONI_FIGURES") !== undefined) {
        console.log(what, acknowledged.length, figures);
      }
    };

    await outlives("a switchover", async () => {
      const before = await cluster.leader();
      await cluster.switchover(before);
      assert.notEqual((await cluster.leader()).name, before.name);
    });

    const crashKey = await newDoomedKey();
    await outlives("a crash of the primary", async () => {
      await cluster.crash(await cluster.leader());
      await revokeKey(one, crashKey);
      for (const server of servers) await assertKeyRevoked(server, crashKey);
      await cluster.leader();
      for (const server of servers) await assertKeyRevoked(server, crashKey);
    });

    const frozenKey = await newDoomedKey();
    await outlives("a frozen primary", async () => {
      const before = await cluster.leader();
      await cluster.freeze(before);
      await cluster.leader(before);
      await revokeKey(other, frozenKey);
      await cluster.reset(before);
      await cluster.leader();
    });

    const cutKey = await newDoomedKey();
    const cutToken = await newToken(one);
    const primary = await cluster.leader();
    await withServer(primary.sideUrl, async (beside) => {
      assert.equal((await signWith(beside, cutKey)).status, 200);
      await outlives("a primary cut off", async () => {
        await primary.machine.unplug();
        await cluster.leader(primary);
        await revokeKey(other, cutKey);
        await revokeToken(one, cutToken);
        const created = await newToken(other);
        // A server that still reaches the old primary goes on with it until that is a standby.
        await cluster.fenced(primary);
        await until(async () => (await beside("/ready")).status === 503, DEADLINE);
        for (let attempt = 0; attempt < TRIES; attempt++) {
          assert.equal((await signWith(beside, cutKey)).status, 503);
          assert.equal((await beside("/v1/whoami", undefined, cutToken.text)).status, 503);
        }
        await primary.machine.plugIn();
        await cluster.demoted(primary);
        await cluster.leader();
        for (const server of servers) await assertTokenWorks(server, created);
      });
    });
    for (const server of servers) await assertTokenRevoked(server, cutToken);
    await cluster.whole();

    await outlives("a full disk", async () => {
      const { folder, url } = await cluster.leader();
      const filler = `${folder}/filler`;
      await fill(filler);
      for (let segment = 0; segment < 8; segment++) {
        await execute(url, "select pg_switch_wal()").catch(() => {});
      }
      await Deno.remove(filler);
      await cluster.leader();
    });
  }));
await cluster.close();

async function withServer(database: string, work: (ask: Ask) => Promise<void>): Promise<void> {
  await withApiServer(tool, { database }, async (server) => {
    try {
      await work(clientOf(server));
    } catch (error) {
      const unusual = server.said().split("\n").filter((line) => !/"level":"INFO"/.test(line));
      console.error(unusual.slice(-LINES_SHOWN).join("\n"));
      throw error;
    }
  });
}

/** Writes until the file system is full. */
async function fill(path: string): Promise<void> {
  const file = await Deno.open(path, { write: true, createNew: true });
  const piece = new Uint8Array(64 * 1024);
  try {
    while (true) await file.write(piece);
  } catch (error) {
    assert.match(String(error), /No space left/);
  } finally {
    file.close();
  }
}
