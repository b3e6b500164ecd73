import assert from "node:assert/strict";
import { CloacinaError } from "../../../src/errors.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { change } from "../../contracts/store/opened_store.ts";
import { openTemporaryDirectory } from "./opened_directory.ts";

Deno.test("who cannot get the lock for ten seconds says so, and reads all the same", async () => {
  const { root, store, close } = await openTemporaryDirectory();
  const key = recordBuilder("lock").signingKey();
  try {
    using lock = await Deno.open(`${root}/lock`, { read: true, write: true });
    await lock.lock(true);
    const refused = assert.rejects(change(store, (w) => w.addSigningKey(key)), (error) => {
      assert.ok(error instanceof CloacinaError);
      assert.equal(error.code, "store_unavailable");
      assert.ok(
        error.message.includes(root) && error.message.includes("another process has locked it"),
      );
      return true;
    });
    assert.equal(await store.signingKey(key.id), null);
    await refused;
  } finally {
    await close();
  }
});
