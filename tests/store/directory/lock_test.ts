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
        error.message.includes(root) && error.message.includes("locked by another process"),
      );
      return true;
    });
    assert.equal(await store.signingKey(key.id), null);
    await refused;
  } finally {
    await close();
  }
});

Deno.test("the lock goes with its process, and its file stays the same", async () => {
  const { root, store, close } = await openTemporaryDirectory();
  try {
    const { ino } = await Deno.stat(`${root}/lock`);
    const holder = new Deno.Command("flock", {
      args: [`${root}/lock`, "sh", "-c", "echo held; exec cat"],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const { value } = await holder.stdout.getReader().read();
    assert.equal(new TextDecoder().decode(value), "held\n");
    const key = recordBuilder("lock").signingKey();
    const added = change(store, (writer) => writer.addSigningKey(key));
    await holder.stdin.close();
    await added;
    await holder.status;
    assert.deepEqual(await store.signingKey(key.id), key);
    assert.equal((await Deno.stat(`${root}/lock`)).ino, ino);
  } finally {
    await close();
  }
});
