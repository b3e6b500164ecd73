import assert from "node:assert/strict";
import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";

// Writes a key to the database whose URL is the argument, reads it, and prints its times and this process's time zone.
const store = await openPostgres({ kind: "postgres", url: Deno.args[0] ?? "", schema: null });
const key = recordBuilder().signingKey({
  createdAt: new Date("2026-03-29T02:30:00.500Z"),
  revokedAt: new Date("2026-10-25T01:30:00.000Z"),
});
await save(store, { signingKeys: [key] });
assert.deepEqual(await store.signingKey(key.id), key);
await store.close();
const [created, revoked] = [key.createdAt.toISOString(), key.revokedAt?.toISOString()];
console.log(
  JSON.stringify({ id: key.id, created, revoked, offset: key.createdAt.getTimezoneOffset() }),
);
