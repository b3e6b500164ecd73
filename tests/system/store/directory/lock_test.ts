import assert from "node:assert/strict";
import { recordBuilder } from "../../../contracts/records.ts";
import { change } from "../../../contracts/store/opened_store.ts";
import { openTemporaryDirectory } from "../../../store/directory/opened_directory.ts";

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
