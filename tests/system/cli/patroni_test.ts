import assert from "node:assert/strict";
import { type ApiServer, withApiServer } from "../../cli/api_server.ts";
import { execute } from "../../testkit/postgres_database.ts";
import { toolUnderTest } from "../../testkit/tool.ts";
import { until } from "../../testkit/until.ts";
import { startCluster } from "../testkit/patroni_cluster.ts";
import { type Load, send, underLoad } from "./signing_load.ts";

// Two servers sign and store on a cluster whose primary changes. What they acknowledged is there afterwards, and a key
// that was revoked at one of them signs at neither. CLOACINA_PATRONI_FIGURES=1 prints what docs/scaling.md shows.

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";

/** How long a revocation may take while there is no primary, in milliseconds. */
const DEADLINE = 150_000;

const tool = await toolUnderTest();

// The offline build has no network.
if (tool.kind !== "cloacina-offline") {
  const cluster = await startCluster();

  const withServers = (work: (servers: readonly [ApiServer, ApiServer]) => Promise<void>) =>
    withApiServer(
      tool,
      { database: cluster.url },
      (first) => withApiServer(tool, { database: cluster.url }, (second) => work([first, second])),
    );

  const assertKept = async (what: string, { acknowledged, strange, ...figures }: Load) => {
    const { url } = await cluster.leader();
    const hashes = acknowledged.map((hash) => `'${hash}'`).join(", ");
    const statement = `select from package_signatures where package_hash in (${hashes})`;
    assert.equal((await execute(url, statement)).length, acknowledged.length, what);
    assert.deepEqual(strange, [], what);
    if (Deno.env.get("CLOACINA_PATRONI_FIGURES") !== undefined) {
      console.log(what, acknowledged.length, figures);
    }
  };

  Deno.test(`what two servers acknowledged outlives changes of the primary, against ${tool.kind}`, () =>
    withServers(async (servers) => {
      const key = await newKey(servers[0]);

      const switched = await underLoad(servers, key, async () => {
        const before = await cluster.leader();
        await cluster.switchover(before);
        assert.notEqual((await cluster.leader()).name, before.name);
      });
      await assertKept("a switchover", switched);

      const doomed = await newKey(servers[0]);
      const crashed = await underLoad(servers, key, async () => {
        await cluster.crash(await cluster.leader());
        await revokeAtLast(servers[0], doomed);
        for (const server of servers) await assertRevoked(server, doomed);
        await cluster.leader();
        for (const server of servers) await assertRevoked(server, doomed);
      });
      await assertKept("a crash of the primary", crashed);

      const alsoDoomed = await newKey(servers[0]);
      const frozen = await underLoad(servers, key, async () => {
        const before = await cluster.leader();
        await cluster.freeze(before);
        await cluster.leader(before);
        await revokeAtLast(servers[1], alsoDoomed);
        await cluster.reset(before);
        await cluster.leader();
      });
      await assertKept("a frozen primary", frozen);
      for (const server of servers) await assertRevoked(server, alsoDoomed);

      const filled = await underLoad(servers, key, async () => {
        const { folder, url } = await cluster.leader();
        const filler = `${folder}/filler`;
        await fill(filler);
        for (let segment = 0; segment < 8; segment++) {
          await execute(url, "select pg_switch_wal()").catch(() => {});
        }
        await Deno.remove(filler);
        await cluster.leader();
      });
      await assertKept("a full disk", filled);
      for (const server of servers) {
        for (const one of [doomed, alsoDoomed]) await assertRevoked(server, one);
      }
    }));
}

let keys = 0;

async function newKey(server: ApiServer): Promise<string> {
  const name = `release-${++keys}`;
  const printed = await server.run(`cloacina keys generate --name ${name} --org ${ORG} --json`);
  return JSON.parse(printed).key_id;
}

/** Revokes the key, again and again until that is acknowledged. */
async function revokeAtLast(server: ApiServer, key: string): Promise<void> {
  await until(async () => {
    const { status, answer } = await send(server, `/v1/signing-keys/${key}/revoke`, {});
    assert.ok([200, 409, 503].includes(status), JSON.stringify(answer));
    return status === 200 || answer["code"] === "key_revoked";
  }, DEADLINE);
}

/** It does not sign, whatever else is answered; and says so once there is a primary. */
async function assertRevoked(server: ApiServer, key: string): Promise<void> {
  await until(async () => {
    const package_hash = crypto.getRandomValues(new Uint8Array(32)).toHex();
    const path = `/v1/signing-keys/${key}/signatures`;
    const { status, answer } = await send(server, path, { package_hash, store: false });
    assert.ok(status === 409 || status === 503, JSON.stringify(answer));
    return answer["code"] === "key_revoked";
  }, DEADLINE);
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
