import assert from "node:assert/strict";
import { holdMasterKey } from "../../../src/cli/secrets/master_key_source.ts";

Deno.test("a held master key is fetched once, handed out as copies, and wiped at the end", async () => {
  const fetched: Uint8Array[] = [];
  const { source, wipe } = holdMasterKey(() => {
    const key = new Uint8Array(32).fill(7);
    fetched.push(key);
    return Promise.resolve(key);
  });
  const [one, other] = await Promise.all([source(), source()]);
  one.fill(0);
  assert.deepEqual(other, new Uint8Array(32).fill(7));
  assert.deepEqual(await source(), new Uint8Array(32).fill(7));
  await wipe();
  assert.equal(fetched.length, 1);
  assert.deepEqual(fetched[0], new Uint8Array(32));
});

Deno.test("one that was never needed is never fetched, and one that failed has nothing to wipe", async () => {
  await holdMasterKey(() => assert.fail("it was fetched")).wipe();
  const { source, wipe } = holdMasterKey(() => Promise.reject(new Error("none")));
  await assert.rejects(source(), { message: "none" });
  await wipe();
});
