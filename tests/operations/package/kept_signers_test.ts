import assert from "node:assert/strict";
import { ed25519Signer } from "../../../src/crypto/ed25519.ts";
import { CloacinaError } from "../../../src/errors.ts";
import { localOperations } from "../../../src/operations/local.ts";
import {
  KEEP_MS,
  keepSigners,
  type Later,
  MAX_KEPT,
} from "../../../src/operations/package/kept_signers.ts";
import { type Kit, ORG, testHash, testKey, withKit } from "../kit.ts";

const signer = await ed25519Signer(new Uint8Array(32).fill(7));

/** A clock that goes on when it is told to. */
function handClock() {
  let now = 0;
  const waiting = new Set<{ readonly at: number; readonly work: () => void }>();
  const later: Later = (milliseconds, work) => {
    const one = { at: now + milliseconds, work };
    waiting.add(one);
    return () => void waiting.delete(one);
  };
  const goOn = (milliseconds: number) => {
    now += milliseconds;
    for (const one of [...waiting].filter(({ at }) => at <= now)) {
      waiting.delete(one);
      one.work();
    }
  };
  return { later, goOn, pending: () => waiting.size };
}

/** Kept signers, and how often each was unlocked. */
function counted() {
  const clock = handClock();
  const kept = keepSigners(clock.later);
  const unlocked: string[] = [];
  const get = (identity: string) =>
    kept.get(identity, () => {
      unlocked.push(identity);
      return Promise.resolve(signer);
    });
  return { ...clock, kept, get, unlocked };
}

Deno.test("all who wait for a key unlock it once, and so do those who come later", async () => {
  const { get, unlocked } = counted();
  const got = await Promise.all([get("a"), get("a"), get("b"), get("a")]);
  got.push(await get("a"));
  assert.ok(got.every((one) => one === signer));
  assert.deepEqual(unlocked, ["a", "b"]);
});

Deno.test("a signer is kept for so long after its last use, and dropped after twice that", async () => {
  const { get, goOn, pending, unlocked } = counted();
  await get("a");
  for (let use = 0; use < 5; use++) {
    goOn(KEEP_MS);
    await get("a");
  }
  assert.deepEqual(unlocked, ["a"]);
  goOn(KEEP_MS);
  goOn(KEEP_MS);
  assert.equal(pending(), 0);
  await get("a");
  assert.deepEqual(unlocked, ["a", "a"]);
});

Deno.test("so many are kept, and the one whose last use is longest ago is dropped", async () => {
  const { get, unlocked } = counted();
  const names = Array.from({ length: MAX_KEPT }, (_, number) => `key ${number}`);
  for (const name of names) await get(name);
  await get(names[0]!);
  await get("one more");
  unlocked.length = 0;
  await get(names[0]!);
  assert.deepEqual(unlocked, []);
  await get(names[1]!);
  assert.deepEqual(unlocked, [names[1]]);
});

Deno.test("what cannot be unlocked is kept for nobody", async () => {
  const { kept, get, unlocked } = counted();
  const fail = () => Promise.reject(new CloacinaError("wrong_master_key", "no"));
  const both = await Promise.allSettled([kept.get("a", fail), kept.get("a", fail)]);
  assert.deepEqual(both.map(({ status }) => status), ["rejected", "rejected"]);
  await get("a");
  assert.deepEqual(unlocked, ["a"]);
});

Deno.test("dropping all leaves no timer", async () => {
  const { kept, get, pending, unlocked } = counted();
  await get("a");
  await get("b");
  kept.dropAll();
  assert.equal(pending(), 0);
  await get("a");
  assert.deepEqual(unlocked, ["a", "b", "a"]);
});

const reference = { text: "key", orgId: ORG } as const;

/** Signing with a stored key by operations that keep signers, and how often an opened seed was made a key since. */
async function withKeptKey(
  body: (
    kit: Kit & { readonly sign: () => Promise<unknown> },
    opened: () => number,
  ) => Promise<void>,
): Promise<void> {
  const { seed } = await testKey(1);
  await withKit(async (kit) => {
    await kit.operations.keys.import({ orgId: ORG, name: "key", seed, trust: false });
    const keptSigners = keepSigners(handClock().later);
    const operations = localOperations({ ...kit.parts, keptSigners });
    const sign = () => operations.package.sign({ reference, hashes: [testHash(1)], store: false });
    const { importKey } = crypto.subtle;
    let count = 0;
    crypto.subtle.importKey = (...given: unknown[]) => {
      if (given[0] === "pkcs8") count += 1;
      return Reflect.apply(importKey, crypto.subtle, given);
    };
    try {
      await body({ ...kit, sign }, () => count);
    } finally {
      crypto.subtle.importKey = importKey;
    }
  });
}

Deno.test("twenty requests with one key open its seed as one request does", async () => {
  await withKeptKey(async ({ sign }, opened) => {
    await sign();
    const once = opened();
    await Promise.all(Array.from({ length: 19 }, sign));
    assert.deepEqual([once, opened()], [2, 2]);
  });
});

Deno.test("a key that is revoked signs nothing more, though its signer is kept", async () => {
  await withKeptKey(async ({ operations, sign }) => {
    await sign();
    await operations.keys.revoke({ reference, andTrust: false, dryRun: false });
    await assert.rejects(sign(), { code: "key_revoked" });
  });
});

Deno.test("another master key, another sealed seed and another public key open nothing that was kept", async () => {
  await withKeptKey(async ({ sign, useMasterKey, sql }, opened) => {
    await sign();
    useMasterKey(new Uint8Array(32).fill(9));
    await assert.rejects(sign(), { code: "wrong_master_key" });
    useMasterKey(new Uint8Array(32).fill(0x4d));
    await sign();
    const before = opened();
    sql("UPDATE signing_keys SET public_key = ?", (await testKey(2)).publicKey.bytes);
    await assert.rejects(sign(), { code: "key_integrity" });
    assert.ok(opened() > before);
    sql("UPDATE signing_keys SET encrypted_private_key = zeroblob(60)");
    await assert.rejects(sign(), { code: "wrong_master_key" });
  });
});
