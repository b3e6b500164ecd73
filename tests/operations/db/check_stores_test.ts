import assert from "node:assert/strict";
import { checkRows } from "../../../src/operations/db/check.ts";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { type Rows, save } from "../../contracts/store/opened_store.ts";
import { type DamagedTable, DAMAGES, FAULTS } from "../damage_rows.ts";
import { TEST_KEYS } from "../kit.ts";
import { STORE_PLACES } from "../store_places.ts";

const make = recordBuilder("check of all stores");

const [{ publicKey: { bytes: publicKey, fingerprint } }] = TEST_KEYS;

/** A row for each table that can be damaged. */
const ROWS = {
  signing_keys: make.signingKey({ publicKey, fingerprint }),
  trusted_keys: make.trustedKey({ publicKey, fingerprint }),
  key_trust_acls: make.trustGrant(),
  package_signatures: make.signature(),
  cloacina_api_tokens: make.apiToken(),
  cloacina_statements: make.statement(),
  cloacina_minimum_versions: make.minimumVersion(),
};

const SAVED: Required<Rows> = {
  signingKeys: [ROWS.signing_keys],
  trustedKeys: [ROWS.trusted_keys],
  grants: [ROWS.key_trust_acls],
  signatures: [ROWS.package_signatures],
  apiTokens: [ROWS.cloacina_api_tokens],
  statements: [ROWS.cloacina_statements],
  minimumVersions: [ROWS.cloacina_minimum_versions],
};

for (const [kind, withPlace] of Object.entries(STORE_PLACES)) {
  Deno.test(`a damaged row of every table is named by its ID, and no other row: ${kind}`, () =>
    withPlace(async (place) => {
      const store = await place.open();
      await save(store, SAVED);
      assert.deepEqual(await faultsOf(store), []);
      for (const table of Object.keys(ROWS) as DamagedTable[]) {
        await DAMAGES[kind]!(place, table, ROWS[table].id);
        const found = (await faultsOf(store)).filter((fault) => fault.table === table);
        assert.deepEqual(found.map(({ id }) => id), [ROWS[table].id], table);
        const fault = found[0]!.fault.replace(/ \(package [0-9a-f]{64}, key [0-9a-f]{64}\)$/, "");
        assert.match(fault, kind === "directory" ? /^it is not JSON/ : FAULTS[table]);
      }
      assert.equal((await faultsOf(store)).length, Object.keys(ROWS).length);
    }));
}

async function faultsOf(store: Store) {
  const parts = await Array.fromAsync(checkRows({ store, masterKey: null }));
  return parts.flatMap(({ faults }) => faults);
}
