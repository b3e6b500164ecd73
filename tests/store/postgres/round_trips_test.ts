import assert from "node:assert/strict";
import * as z from "zod/mini";
import { GivenSignature } from "../../../src/contract/records.ts";
import type { OrgId } from "../../../src/domain/ids.ts";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";
import { type Api, type Asked, createApi } from "../../http/api_kit.ts";
import { localParts, ORG, signed, TEST_KEYS } from "../../operations/kit.ts";
import { execute, withDatabase } from "../../testkit/postgres_database.ts";
import { type PostgresProxy, startPostgresProxy } from "../../testkit/postgres_proxy.ts";
import { startPostgres } from "../../testkit/postgres_server.ts";
import { withStore } from "./expect_error.ts";

// How often the API waits for PostgreSQL, as a proxy between them counts. A connection has prepared what it runs when it
// has run it once.

const server = await startPostgres();

interface Counted extends Api {
  /** Signs so many new hashes. */
  readonly sign: (count: number, store?: boolean) => Promise<Asked>;
  readonly signThese: (
    hashes: readonly string[],
    store: boolean,
    stated?: unknown,
  ) => Promise<Asked>;
  readonly verify: (packageHash: string) => Promise<Asked>;
  /** The round trips of a request that has been made before. */
  readonly tripsOf: (request: () => Promise<Asked>, status?: number) => Promise<number>;
  readonly proxy: PostgresProxy;
}

/** Calls `body` with the API on a database, which was changed so, that it reaches through a proxy. */
function withCounted(
  body: (counted: Counted) => Promise<void>,
  change = "select 1",
): Promise<void> {
  return withDatabase(server, async (admin, name) => {
    await withStore(admin, async (store) => void await store.migrate());
    await execute(admin, change);
    const proxy = startPostgresProxy(server.port);
    const url = server.url(name, { port: proxy.port, search: "sslmode=disable" });
    const store = await openPostgres({ kind: "postgres", url, schema: null });
    try {
      const api = createApi(localParts(store));
      const { id } = await api.operations.keys.generate({
        orgId: ORG,
        name: "release",
        trust: true,
      });
      const token = await api.newToken({ role: "sign", orgId: ORG });
      await body({ ...api, ...requests(api, { id, token }), tripsOf: counting(proxy), proxy });
    } finally {
      await store.close();
      await proxy.close();
    }
  });
}

const newHash = () => crypto.getRandomValues(new Uint8Array(32)).toHex();

function requests({ ask }: Api, { id, token }: { readonly id: string; readonly token: string }) {
  const signThese: Counted["signThese"] = (hashes, store, stated) => {
    const named = hashes.length === 1 ? { package_hash: hashes[0] } : { package_hashes: hashes };
    const path = `/v1/signing-keys/${id}/signatures`;
    return ask("POST", path, { token, body: { ...named, store, stated } });
  };
  const sign: Counted["sign"] = (count, store = false) =>
    signThese(Array.from({ length: count }, newHash), store);
  const verify: Counted["verify"] = (packageHash) => {
    const body = { org_id: ORG, package_hash: packageHash };
    return ask("POST", "/v1/verify", { token, body });
  };
  return { sign, signThese, verify };
}

function counting(proxy: PostgresProxy): Counted["tripsOf"] {
  return async (request, expected = 200) => {
    for (let time = 0; time < 3; time++) {
      proxy.takeRoundTrips();
      const { status, text } = await request();
      assert.equal(status, expected, text);
    }
    return proxy.takeRoundTrips();
  };
}

Deno.test("a signature that is not stored takes two round trips, however many hashes are signed", () =>
  withCounted(async ({ sign, tripsOf }) => {
    assert.equal(await tripsOf(() => sign(1)), 2);
    assert.equal(await tripsOf(() => sign(100)), 2);
  }));

Deno.test("a signature takes few statements, of which one begins the transaction", () =>
  withCounted(async ({ sign, tripsOf, proxy }) => {
    const statementsOf = async (store: boolean) => {
      await tripsOf(() => sign(1, store));
      proxy.takeStatements();
      await sign(1, store);
      return proxy.takeStatements();
    };
    // Its beginning, two for the locks, the token, the key, and its end.
    assert.equal(await statementsOf(false), 6);
    // What was stated before, and the signature.
    assert.equal(await statementsOf(true), 8);
  }));

Deno.test("as long as a table is missing, all are looked for in each transaction, which is a round trip", () =>
  withCounted(async ({ sign, tripsOf }) => {
    assert.equal(await tripsOf(() => sign(1)), 3);
    assert.equal(await tripsOf(() => sign(1, true)), 4);
  }, "drop table cloacina_statements"));

Deno.test("a signature that is stored takes three round trips, however many hashes are signed", () =>
  withCounted(async ({ sign, signThese, tripsOf }) => {
    assert.equal(await tripsOf(() => sign(1, true)), 3);
    assert.equal(await tripsOf(() => sign(100, true)), 3);
    const hashes = Array.from({ length: 100 }, newHash);
    // What is stored already is read once more.
    assert.equal(await tripsOf(() => signThese(hashes, true)), 4);
    const stating = () =>
      signThese(Array.from({ length: 100 }, newHash), true, { claims: { name: "pkg" } });
    assert.equal(await tripsOf(stating), 4);
  }));

for (const [what, store] of [["not stored", false], ["stored", true]] as const) {
  Deno.test(`signatures that are ${what} and asked for at the same time share round trips`, () =>
    withCounted(async ({ sign, tripsOf }) => {
      const trips = await tripsOf(() => together(16, () => sign(1, store)));
      assert.ok(trips <= 16, `${trips} round trips`);
    }));
}

Deno.test("a verification takes as many round trips as questions that depend on each other", () =>
  withCounted(async ({ sign, signThese, verify, tripsOf }) => {
    const { json } = await sign(1, true);
    const [{ package_hash: hash }] = json.signatures;
    assert.equal(await tripsOf(() => verify(hash)), 4);
    await signThese([hash], true, { claims: { name: "pkg" } });
    const { text } = await verify(hash);
    assert.match(text, /"statement":/);
    assert.equal(await tripsOf(() => verify(hash)), 4);
  }));

Deno.test("100 signatures are imported, and their packages looked at, by few round trips", () =>
  withCounted(async ({ ask, newToken, operations, tripsOf }) => {
    for (const { publicKey } of TEST_KEYS) {
      await operations.keys.trust({ orgId: ORG, publicKey, name: null });
    }
    const token = await newToken({ role: "sign", orgId: ORG });
    const post = (path: string, body: object) =>
      ask("POST", path, { token, body: { org_id: ORG, ...body } });
    const bring = async () => {
      const signatures = await Promise.all(
        Array.from({ length: 100 }, async (_, at) => {
          const key = TEST_KEYS[at % TEST_KEYS.length]!;
          return z.encode(GivenSignature, await signed(key, newHash() as PackageHash));
        }),
      );
      return await post("/v1/signatures", { signatures });
    };
    const { json } = await bring();
    const package_hashes = json.items.map((one: { package_hash: string }) => one.package_hash);
    const signers = () => post("/v1/signatures/signers", { package_hashes });
    const blocking = () => post("/v1/signatures/blocking", { package_hashes });
    const found = (await signers()).json.items as readonly { key_fingerprints: string[] }[];
    assert.deepEqual(
      found.map(({ key_fingerprints }) => key_fingerprints),
      found.map((_, at) => [TEST_KEYS[at % TEST_KEYS.length]!.publicKey.fingerprint]),
    );
    const passing = package_hashes.map((package_hash: string) => ({
      package_hash,
      blocked_by: null,
    }));
    assert.deepEqual((await blocking()).json.items, passing);
    for (const [request, status] of [[bring, 201], [signers, 200], [blocking, 200]] as const) {
      const trips = await tripsOf(request, status);
      assert.ok(trips <= 20, `${trips} round trips`);
    }
  }));

Deno.test("organisations are listed by as many round trips, however many there are", () =>
  withCounted(async ({ ask, newToken, operations, tripsOf }) => {
    const token = await newToken({ role: "read", orgId: null });
    const list = () => ask("GET", "/v1/organisations", { token });
    const trips = await tripsOf(list);
    for (let count = 0; count < 30; count++) {
      const orgId = crypto.randomUUID() as string as OrgId;
      await operations.keys.generate({ orgId, name: "release", trust: true });
    }
    assert.equal((await list()).json.items.length, 31);
    assert.equal(await tripsOf(list), trips);
  }));

/** Makes so many requests at the same time, and gives the answer to one of them. */
async function together(count: number, request: () => Promise<Asked>): Promise<Asked> {
  const answers = await Promise.all(Array.from({ length: count }, request));
  return answers.find(({ status }) => status !== 200) ?? answers[0]!;
}
