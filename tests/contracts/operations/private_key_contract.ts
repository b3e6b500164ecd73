import assert from "node:assert/strict";
import { CHILD, ORG, PAGE, testKey } from "../../operations/kit.ts";
import { putKey, putTrust, refuses, type RegisterTest, takeTypes } from "./opened_operations.ts";

const key = await testKey(1);
const reference = { text: "key", orgId: ORG } as const;
const request = { orgId: ORG, name: "key", trust: false } as const;
const list = { orgId: ORG, includeRevoked: true, page: PAGE } as const;

/** Private keys where the operations are on this machine: they come in and go out. */
export function privateKeysTravelContract(test: RegisterTest): void {
  test("a private key comes in and goes out as it was", async (opened) => {
    const { operations: { keys } } = opened;
    const imported = await keys.import({ ...request, seed: key.seed.slice() });
    assert.deepEqual(imported.publicKey, key.publicKey);
    assert.deepEqual(await keys.show(reference), imported);
    const exported = await keys.exportPrivate(reference);
    assert.deepEqual(exported, { key: imported, seed: key.seed });
    assert.deepEqual(takeTypes(opened), ["key.signing.created", "key.exported"]);
  });

  test("an imported key is trusted where that is asked for", async ({ operations: { keys } }) => {
    await keys.import({ ...request, seed: key.seed.slice(), trust: true });
    const { items: [trusted] } = await keys.trusted.list(list);
    assert.deepEqual(trusted?.publicKey, key.publicKey);
  });

  test("a seed of another length or a name that is taken brings nothing in", async (opened) => {
    const { operations: { keys } } = opened;
    for (const length of [0, 31, 33, 64]) {
      const work = () => keys.import({ ...request, seed: new Uint8Array(length) });
      await refuses(opened, "invalid_key", work);
    }
    await putKey(opened, key, { name: "key" });
    const again = () => keys.import({ ...request, seed: key.seed.slice() });
    await refuses(opened, "duplicate_name", again);
  });

  test("a seed that is anybody's public key is not taken in, revoked or not", async (opened) => {
    const { operations: { keys } } = opened;
    const works = (await testKeys(4)).map(({ publicKey }) => () =>
      keys.import({ ...request, seed: publicKey.bytes.slice() })
    );
    const [own, theirs, trusted, ended] = await testKeys(4);
    await putKey(opened, own!, { name: "own", revokedAt: new Date() });
    await putKey(opened, theirs!, { name: "theirs", orgId: CHILD });
    await putTrust(opened, trusted!, { orgId: CHILD });
    await putTrust(opened, ended!, { revokedAt: new Date() });
    for (const work of works) {
      const { message } = await refuses(opened, "invalid_key", work);
      assert.match(message, /^Cannot import the key: its seed is the public key [0-9a-f]{64}, /);
    }
    assert.deepEqual(takeTypes(opened), []);
  });

  test("a key that is missing or revoked does not go out", async (opened) => {
    const { operations: { keys } } = opened;
    await putKey(opened, key, { name: "key" });
    const elsewhere = { text: "key", orgId: CHILD };
    await refuses(opened, "key_not_found", () => keys.exportPrivate(elsewhere));
    await keys.revoke({ reference, andTrust: false, dryRun: false });
    await refuses(opened, "key_revoked", () => keys.exportPrivate(reference));
  });
}

/** Private keys where the operations are on a server: none comes in and none goes out. */
export function privateKeysStayContract(test: RegisterTest): void {
  test("a private key is not taken in from afar", async (opened) => {
    const seed = key.seed.slice();
    const work = () => opened.operations.keys.import({ ...request, seed });
    const { message, hint } = await refuses(opened, "invalid_request", work);
    assert.ok(!`${message} ${hint}`.includes(key.seed.toHex()));
    assert.deepEqual(takeTypes(opened), []);
  });

  test("a private key is not handed out to afar", async (opened) => {
    await putKey(opened, key, { name: "key" });
    const work = () => opened.operations.keys.exportPrivate(reference);
    await refuses(opened, "invalid_request", work);
    assert.deepEqual(takeTypes(opened), []);
  });
}

function testKeys(count: number) {
  return Promise.all(Array.from({ length: count }, (_, index) => testKey(index + 1)));
}
