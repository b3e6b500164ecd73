import assert from "node:assert/strict";
import { fieldsOf } from "../../../src/domain/damaged.ts";
import { CHILD, MASTER_KEY, ORG, PAGE, testKey, withKit } from "../kit.ts";

Deno.test("which keys a master key opens, and which of those lie, a slice at a time", async () => {
  await withKit(async ({ operations, masterKeys, sql, contents, takeEvents }) => {
    for (const name of ["good", "damaged", "lying"]) {
      await operations.keys.generate({ orgId: name === "good" ? CHILD : ORG, name, trust: false });
    }
    sql(
      "UPDATE signing_keys SET encrypted_private_key = randomblob(60) WHERE key_name = 'damaged'",
    );
    const { bytes, fingerprint } = (await testKey(9)).publicKey;
    const lie =
      "UPDATE signing_keys SET public_key = ?, key_fingerprint = ? WHERE key_name = 'lying'";
    sql(lie, bytes, fingerprint);
    const [before] = [contents(), takeEvents()];
    const { items, total } = await masterKeys.check({ masterKey: MASTER_KEY, page: PAGE });
    assert.deepEqual(
      items.map(({ key, opens, seedFault }) => [fieldsOf(key).name, opens, seedFault]),
      [
        ["good", true, null],
        ["damaged", false, null],
        ["lying", true, "its public key is not that of its private key"],
      ],
    );
    assert.equal(total, 3);
    const slice = await masterKeys.check({ masterKey: MASTER_KEY, page: { limit: 1, offset: 1 } });
    assert.deepEqual(slice.items.map(({ key }) => fieldsOf(key).name), ["damaged"]);
    assert.deepEqual(contents(), before);
    assert.deepEqual(takeEvents(), []);
  });
});

Deno.test("another master key opens nothing; one of zeros is invalid_key", async () => {
  await withKit(async ({ operations, masterKeys }) => {
    await operations.keys.generate({ orgId: ORG, name: "key", trust: false });
    const other = { masterKey: new Uint8Array(32).fill(9), page: PAGE };
    assert.deepEqual((await masterKeys.check(other)).items.map(({ opens }) => opens), [false]);
    const zeros = { masterKey: new Uint8Array(32), page: PAGE };
    await assert.rejects(masterKeys.check(zeros), { code: "invalid_key" });
  });
});
