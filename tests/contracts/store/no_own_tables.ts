import assert from "node:assert/strict";
import type { Store } from "../../../src/store/store.ts";
import type { RecordBuilder } from "../records.ts";
import { save } from "./opened_store.ts";

const ALL = { limit: 9, offset: 0 };

/** The reads of a database of before: nothing was ever stated there, nor accepted. */
export async function readsNothing(store: Store, make: RecordBuilder): Promise<void> {
  const orgId = make.orgId();
  assert.deepEqual(await store.statementsOf([make.packageHash()]), []);
  assert.deepEqual(await store.minimumVersions(orgId, ["any"]), []);
  assert.deepEqual(await store.listMinimumVersions({ orgId }, ALL), { rows: [], total: 0 });
  assert.deepEqual((await store.walkStatements({ after: null, limit: 9 })).rows, []);
  assert.deepEqual((await store.walkMinimumVersions({ after: null, limit: 9 })).rows, []);
}

/** Its writes say how to make the table, and leave nothing of what was to be written with them. */
export async function refusesToKeep(
  store: Store,
  make: RecordBuilder,
  place: RegExp,
): Promise<void> {
  const signature = make.signature();
  const statements = [make.statement()];
  const minimumVersions = [make.minimumVersion()];
  for (
    const [what, rows] of [["statements", { statements }], ["minimum versions", {
      minimumVersions,
    }]] as const
  ) {
    await assert.rejects(save(store, { signatures: [signature], ...rows }), {
      code: "store_unavailable",
      message: new RegExp(
        `^Cannot access the ${what} in ${place.source}: it has no table for them$`,
      ),
      hint: "create it with `cloacina db migrate`",
    });
  }
  assert.deepEqual(await store.signaturesOf(signature.packageHash), []);
}
