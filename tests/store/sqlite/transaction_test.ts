import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { CloacinaError } from "../../../src/errors.ts";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import type { StoreWriter } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { refuses, save } from "../../contracts/store/opened_store.ts";
import { withDatabase } from "./engine_database.ts";
import { temporaryEngineDatabase, temporarySqlite } from "./temporary_sqlite.ts";

const ALL = { limit: 9, offset: 0 };
const EVERY = { orgId: null, includeRevoked: true };

Deno.test("a database that another process writes to for long is store_unavailable", async () => {
  const { store, path, close } = await temporarySqlite();
  const impatient = await openSqlite({ kind: "sqlite", path }, 20);
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  const key = recordBuilder().signingKey();
  await assert.rejects(save(impatient, { signingKeys: [key] }), {
    code: "store_unavailable",
    message: `Cannot access the database "${path}": another process has locked it`,
    hint: "run the command again when that process has finished",
  });
  assert.equal(await impatient.signingKey(key.id), null);
  other.exec("ROLLBACK");
  await save(impatient, { signingKeys: [key] });
  assert.deepEqual(await store.signingKey(key.id), key);
  other.close();
  await impatient.close();
  await close();
});

Deno.test("a writer waits until another one is done, and other work goes on meanwhile", async () => {
  const { store, path, close } = await temporarySqlite();
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  const key = recordBuilder().signingKey();
  const saving = save(store, { signingKeys: [key] });
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    assert.equal(await store.signingKey(key.id), null);
  }
  other.exec("COMMIT");
  await saving;
  assert.deepEqual(await store.signingKey(key.id), key);
  other.close();
  await close();
});

Deno.test("where a reader is in the way of the end, nothing was changed", async () => {
  const { store, path, close } = await temporaryEngineDatabase("delete");
  const impatient = await openSqlite({ kind: "sqlite", path }, 20);
  const other = new DatabaseSync(path);
  other.exec("BEGIN");
  other.prepare("SELECT * FROM signing_keys").all();
  const key = recordBuilder().signingKey();
  await refuses("store_unavailable", save(impatient, { signingKeys: [key] }));
  other.exec("COMMIT");
  assert.equal(await store.signingKey(key.id), null);
  await save(impatient, { signingKeys: [key] });
  assert.deepEqual(await store.signingKey(key.id), key);
  other.close();
  await impatient.close();
  await close();
});

Deno.test("behind a transaction that does not end, others give up and do nothing", async () => {
  const { path, close } = await temporarySqlite();
  const impatient = await openSqlite({ kind: "sqlite", path }, 20);
  const make = recordBuilder();
  const [first, second, third] = [make.signingKey(), make.signingKey(), make.signingKey()];
  const wait = Promise.withResolvers<void>();
  const long = impatient.transaction(async (writer) => {
    await writer.addSigningKey(first);
    await wait.promise;
  });
  await assert.rejects(save(impatient, { signingKeys: [second] }), {
    code: "store_unavailable",
    message: `Cannot access the database "${path}": another process has locked it`,
  });
  wait.resolve();
  await long;
  await save(impatient, { signingKeys: [third] });
  const { rows } = await impatient.listSigningKeys(EVERY, ALL);
  assert.deepEqual(new Set(rows.map(({ id }) => id)), new Set([first.id, third.id]));
  await impatient.close();
  await close();
});

Deno.test("work that hides a failed statement changes nothing, before it or after it", async () => {
  const { store, path, close } = await temporarySqlite();
  // The trigger ends the transaction, as a full disk may: what came next would be on its own.
  withDatabase(
    path,
    (database) =>
      database.exec(`CREATE TRIGGER refuse BEFORE INSERT ON package_signatures
      BEGIN SELECT RAISE(ROLLBACK, 'refused'); END`),
  );
  const make = recordBuilder();
  const failures: unknown[] = [];
  const work = store.transaction(async (writer) => {
    await writer.addSigningKey(make.signingKey());
    await writer.saveSignatures([make.signature()]).catch((error) => failures.push(error));
    await writer.addSigningKey(make.signingKey()).catch((error) => failures.push(error));
  });
  const thrown = await work.catch((error) => error);
  assert.equal(thrown.message, `Cannot access the database "${path}": its tables reject the row`);
  assert.deepEqual(failures, [thrown, thrown]);
  assert.deepEqual(await store.listSigningKeys(EVERY, ALL), { rows: [], total: 0 });
  await save(store, { signingKeys: [make.signingKey()] });
  await close();
});

Deno.test("a writer is of no use once its transaction has ended", async () => {
  const { store, close } = await temporarySqlite();
  const make = recordBuilder();
  const kept: StoreWriter[] = [];
  await store.transaction((writer) => Promise.resolve(kept.push(writer)));
  const failed = store.transaction((writer) => {
    kept.push(writer);
    throw new CloacinaError("key_revoked", "the last step fails");
  });
  await refuses("key_revoked", failed);
  for (const writer of kept) {
    await refuses("internal_error", writer.addSigningKey(make.signingKey()));
    await refuses("internal_error", writer.listSigningKeys(EVERY, ALL));
  }
  assert.equal((await store.listSigningKeys(EVERY, ALL)).total, 0);
  await close();
});

Deno.test("closing waits for a transaction, and nothing works after it", async () => {
  const { store, openAgain, close } = await temporarySqlite();
  const closing = await openAgain();
  const key = recordBuilder().signingKey();
  const saving = save(closing, { signingKeys: [key] });
  await closing.close();
  await closing.close();
  await saving;
  assert.deepEqual(await store.signingKey(key.id), key);
  await refuses("internal_error", closing.signingKey(key.id));
  await refuses("internal_error", save(closing, { signingKeys: [key] }));
  await close();
});
