import assert from "node:assert/strict";
import { localOperations } from "../../../src/operations/local.ts";
import type { Operations } from "../../../src/operations/operations.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import type { Store } from "../../../src/store/store.ts";
import { execute as executeSqlite } from "../../store/sqlite/engine_database.ts";
import { execute } from "../../testkit/postgres_database.ts";
import { localParts, ORG, PAGE, TEST_KEYS, testHash } from "../kit.ts";
import { STORE_PLACES, type StorePlace } from "../store_places.ts";

// A store of before statements: a database without their table, a key directory without their folder.

const [key] = TEST_KEYS;
const [hash, other] = [testHash(1), testHash(2)];
const terms = { claims: { name: "pkg" }, expires: null, predicate: null };
const DROP = "drop table cloacina_statements";

const BEFORE: Readonly<Record<string, (place: StorePlace) => Promise<void>>> = {
  sqlite: ({ location }) => Promise.resolve(executeSqlite(location, DROP)),
  postgres: async ({ location }) => void await execute(location, DROP),
  directory: async ({ location }) => {
    await Deno.remove(`${location}/statements`, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  },
};

interface Stage {
  readonly place: StorePlace;
  readonly store: Store;
  readonly operations: Operations;
  /** Signs and stores, as one who keeps the key. */
  readonly sign: (hashes: readonly typeof hash[], isStated: boolean) => Promise<unknown>;
}

function test(name: string, what: string, body: (stage: Stage) => Promise<void>): void {
  Deno.test(`${name}: ${what}`, () =>
    STORE_PLACES[name]!(async (place) => {
      await BEFORE[name]!(place);
      const store = await place.open();
      const operations = localOperations(localParts(store));
      const { id } = await operations.keys.generate({ orgId: ORG, name: "key", trust: true });
      const reference = { text: id, orgId: ORG };
      const sign: Stage["sign"] = (hashes, isStated) =>
        operations.package.sign({ reference, hashes, store: true, ...(isStated && { terms }) });
      await body({ place, store, operations, sign });
    }));
}

const verifying = { orgId: ORG, name: '"pkg"', hash, signature: null };
const isRequired = { requirements: [], isRequired: true, at: null };

const NO_TABLE = { code: "store_unavailable", hint: "create it with `cloacina db migrate`" };

for (const name of ["sqlite", "postgres"]) {
  test(name, "without the table, nothing is stated, and all else goes as before", async (stage) => {
    const { store, operations: { package: packages, signatures }, sign } = stage;
    await sign([hash], false);
    assert.equal((await packages.verify(verifying)).signature.statement, undefined);
    await assert.rejects(packages.verify({ ...verifying, demands: isRequired }), {
      code: "claim_mismatch",
    });
    assert.equal((await packages.preflight({ orgId: ORG, hash })).answer, "accepted");
    const { items } = await signatures.list({ orgId: ORG, hash, page: PAGE });
    assert.equal(items.length, 1);
    await assert.rejects(sign([other], true), NO_TABLE);
    assert.deepEqual(await store.signaturesOf(other), []);
    const [{ id } = { id: "" }] = await store.signaturesOf(hash);
    await signatures.remove({ orgId: ORG, choice: { id }, force: true, dryRun: false });
    assert.deepEqual(await store.signaturesOf(hash), []);
  });

  test(
    name,
    "without the table, who states something keeps nobody else from signing",
    async (stage) => {
      const { store, sign } = stage;
      const asked = Array.from(
        { length: 12 },
        (_, at) => [testHash(10 + at), at % 3 === 0] as const,
      );
      const outcomes = await Promise.allSettled(
        asked.map(([one, isStated]) => sign([one], isStated)),
      );
      for (const [at, [one, isStated]] of asked.entries()) {
        const outcome = outcomes[at]!;
        assert.equal(outcome.status, isStated ? "rejected" : "fulfilled");
        if (outcome.status === "rejected") assert.equal(outcome.reason.code, NO_TABLE.code);
        assert.equal((await store.signaturesOf(one)).length, isStated ? 0 : 1);
      }
    },
  );

  test(name, "without the table, no signature is imported that states something", async (stage) => {
    const { store, operations: { keys, signatures } } = stage;
    await keys.trust({ orgId: ORG, publicKey: key.publicKey, name: null });
    const now = () => new Date("2026-01-28T12:00:00Z");
    const stated = await signStating(key.signer, { hash, terms }, now);
    const { statement: _, ...bare } = await signStating(key.signer, { hash: other, terms }, now);
    await assert.rejects(signatures.import({ orgId: ORG, signatures: [bare, stated] }), NO_TABLE);
    assert.deepEqual(await store.signaturesOf(other), []);
    await signatures.import({ orgId: ORG, signatures: [bare] });
  });

  test(name, "what another makes the table for counts from then on", async (stage) => {
    const { place, operations: { package: packages }, sign } = stage;
    await sign([hash], false);
    await packages.verify(verifying);
    await (await place.open()).migrate();
    await sign([hash], true);
    const { signature } = await packages.verify({ ...verifying, demands: isRequired });
    assert.notEqual(signature.statement, undefined);
  });
}

test("directory", "a key directory of before keeps what is stated", async (stage) => {
  const { operations: { package: packages }, sign } = stage;
  await sign([hash], false);
  await packages.verify(verifying);
  await sign([hash], true);
  await packages.verify({ ...verifying, demands: isRequired });
});
