import assert from "node:assert/strict";
import { localOperations } from "../../../src/operations/local.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import { execute as executeSqlite } from "../../store/sqlite/engine_database.ts";
import { execute } from "../../testkit/postgres_database.ts";
import { localParts, ORG, TEST_KEYS, testHash } from "../kit.ts";
import { STORE_PLACES, type StorePlace } from "../store_places.ts";

const [KEY] = TEST_KEYS;
const DROP = "drop table cloacina_minimum_versions";

/** As a version before that table has made it. */
const WITHOUT_TABLE: Readonly<Record<string, (place: StorePlace) => Promise<unknown>>> = {
  sqlite: ({ location }) => Promise.resolve(executeSqlite(location, DROP)),
  postgres: ({ location }) => execute(location, DROP),
};

for (const [name, drop] of Object.entries(WITHOUT_TABLE)) {
  Deno.test(`${name}: where there is no table for minimum versions nothing passes, until it is made`, () =>
    STORE_PLACES[name]!(async (place) => {
      await drop(place);
      const store = await place.open();
      const { keys, orgs, package: packages } = localOperations(localParts(store));
      await keys.trust({ orgId: ORG, publicKey: KEY.publicKey, name: null });
      const terms = { claims: { name: "pkg", version: "1.0.0" }, expires: null, predicate: null };
      const toSign = { hash: testHash(1), terms };
      const signature = await signStating(KEY.signer, toSign, () => new Date(0));
      const raise = () =>
        packages.raiseMinimum({ orgId: ORG, packages: [{ name: "pkg", signature }] });
      await assert.rejects(raise(), {
        code: "store_unavailable",
        message: /^Cannot access the minimum versions in .*: it has no table for them$/,
        hint: "create it with `cloacina db migrate`",
      });
      assert.equal(
        (await orgs.listMinimums({ orgId: ORG, page: { limit: 9, offset: 0 } })).total,
        0,
      );
      await store.migrate();
      assert.equal("code" in (await raise())[0]!, false);
    }));
}
