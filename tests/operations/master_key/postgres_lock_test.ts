import assert from "node:assert/strict";
import { unseal } from "../../../src/crypto/sealing.ts";
import { localMasterKeyOperations, localOperations } from "../../../src/operations/local.ts";
import type { LocalParts } from "../../../src/operations/parts.ts";
import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";
import { type OpenedParts, openParts } from "../../contracts/operations/opened_parts.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { until } from "../../testkit/until.ts";
import { MASTER_KEY, ORG, PAGE } from "../kit.ts";

const server = await databaseServer();

const OTHER_KEY = new Uint8Array(32).fill(0x6e);
const EVERY = { orgId: null, includeRevoked: true } as const;
const REFUSED = { code: "wrong_master_key" };

/** How a key comes into a store. */
const WAYS: Readonly<Record<string, (parts: LocalParts, name: string) => Promise<unknown>>> = {
  generate: (parts, name) =>
    localOperations(parts).keys.generate({ orgId: ORG, name, trust: true }),
  import: (parts, name) => {
    const seed = crypto.getRandomValues(new Uint8Array(32));
    return localOperations(parts).keys.import({ orgId: ORG, name, seed, trust: false });
  },
};

for (const [first, begin] of Object.entries(WAYS)) {
  for (const [second, join] of Object.entries(WAYS)) {
    Deno.test(`while ${first} begins a store, ${second} under another master key waits and is refused`, () =>
      withTwo(async ([one, other], url) => {
        const meeting = meetBeforeCommit(one, url, () => join(under(other, OTHER_KEY), "other"));
        await begin(meeting.parts, "one");
        await assert.rejects(meeting.joined(), REFUSED);
        assert.deepEqual(await openedBy(one, MASTER_KEY), [true]);
      }));
  }
}

Deno.test("while a key is added, a change of the master key waits, and seals that one anew as well", () =>
  withTwo(async ([one, other], url) => {
    const request = { oldKey: MASTER_KEY, newKey: OTHER_KEY, document: null };
    const meeting = meetBeforeCommit(
      one,
      url,
      () => localMasterKeyOperations(other).rotate(request),
    );
    await WAYS["generate"]!(meeting.parts, "one");
    assert.deepEqual(await meeting.joined(), { resealed: 1, alreadyNew: 0 });
    assert.deepEqual(await openedBy(one, OTHER_KEY), [true]);
  }));

Deno.test("while the master key is changed, a key waits, and then needs the one that counts", () =>
  withTwo(async ([one, other], url) => {
    await WAYS["generate"]!(one, "before");
    const meeting = meetBeforeCommit(one, url, () => WAYS["generate"]!(other, "other"));
    const request = { oldKey: MASTER_KEY, newKey: OTHER_KEY, document: null };
    await localMasterKeyOperations(meeting.parts).rotate(request);
    await assert.rejects(meeting.joined(), REFUSED);
    assert.deepEqual(await openedBy(one, OTHER_KEY), [true]);
  }));

/** Runs work with two openings of one store, as two processes have them. */
async function withTwo(
  work: (parts: readonly [LocalParts, LocalParts], url: string) => Promise<void>,
): Promise<void> {
  await withDatabase(server, async (url) => {
    const opened: OpenedParts[] = [];
    try {
      for (let at = 0; at < 2; at++) {
        opened.push(await openParts(() => openPostgres({ kind: "postgres", url, schema: null })));
      }
      await work([opened[0]!.parts, opened[1]!.parts], url);
    } finally {
      for (const { close } of opened) await close();
    }
  });
}

function under(parts: LocalParts, masterKey: Uint8Array<ArrayBuffer>): LocalParts {
  return { ...parts, masterKey: () => Promise.resolve(masterKey.slice()) };
}

/**
 * Parts whose transaction, when all is done and before it commits, lets somebody else begin, and goes on once they wait
 * for a lock, or have come to their end without one.
 */
function meetBeforeCommit(parts: LocalParts, url: string, join: () => Promise<unknown>) {
  let joining: Promise<unknown> | undefined;
  const { store } = parts;
  const transaction: typeof store.transaction = (work) =>
    store.transaction(async (writer) => {
      const result = await work(writer);
      joining = join();
      let isOver = false;
      joining.catch(() => {}).finally(() => isOver = true);
      await until(async () => isOver || await somebodyWaits(url));
      return result;
    });
  return {
    parts: { ...parts, store: { ...store, transaction } },
    joined: () => joining ?? assert.fail(),
  };
}

async function somebodyWaits(url: string): Promise<boolean> {
  const waiting = "select pid from pg_locks where not granted " +
    "and database = (select oid from pg_database where datname = current_database())";
  return (await execute(url, waiting)).length > 0;
}

/** For every key of the store, whether this master key opens it. */
async function openedBy(
  { store }: LocalParts,
  masterKey: Uint8Array<ArrayBuffer>,
): Promise<readonly boolean[]> {
  const { rows } = await store.listSigningKeys(EVERY, PAGE);
  return await Promise.all(
    rows.map(async ({ sealedSeed }) => await unseal(masterKey, sealedSeed) !== null),
  );
}
