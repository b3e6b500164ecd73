import assert from "node:assert/strict";
import { change, type RegisterTest } from "./opened_store.ts";
import { ALL_OWN_TABLES } from "./own_tables.ts";

/** The state of the tables, and that making them twice does nothing. */
export function schemaContract(
  test: RegisterTest,
  made: { readonly owner: "cloacina" | "engine"; readonly schema?: string },
): void {
  const ready = { ...made, isReady: true, ownTables: ALL_OWN_TABLES, problems: [] };

  test("a store that is ready says so", async ({ store }) => {
    assert.deepEqual(await store.schemaStatus(), ready);
  });

  test("migrating a store that is ready changes nothing", async ({ store, make }) => {
    const key = make.signingKey();
    await change(store, (writer) => writer.addSigningKey(key));
    assert.deepEqual(await store.migrate(), { status: ready, made: [] });
    assert.deepEqual(await store.migrate(), { status: ready, made: [] });
    assert.deepEqual(await store.schemaStatus(), ready);
    assert.deepEqual(await store.signingKey(key.id), key);
  });

  test("several migrations at once do no harm", async ({ store, openAgain, make }) => {
    const key = make.signingKey();
    await change(store, (writer) => writer.addSigningKey(key));
    const others = [await openAgain(), await openAgain()];
    try {
      const all = await Promise.all([store, ...others].map((one) => one.migrate()));
      assert.deepEqual(all, Array(3).fill({ status: ready, made: [] }));
      assert.deepEqual(await store.signingKey(key.id), key);
    } finally {
      for (const one of others) await one.close();
    }
  });

  test("where a store is can be shown", ({ store }) => {
    assert.notEqual(store.location, "");
    return Promise.resolve();
  });
}
