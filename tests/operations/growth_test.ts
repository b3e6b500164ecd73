import assert from "node:assert/strict";
import type { Fingerprint } from "../../src/domain/fingerprint.ts";
import type { OrgId } from "../../src/domain/ids.ts";
import { localOperations } from "../../src/operations/local.ts";
import type { Operations } from "../../src/operations/operations.ts";
import type { Store } from "../../src/store/store.ts";
import { countingStore } from "./counting_store.ts";
import { localParts, ORG, PAGE, signed, TEST_KEYS, testHash } from "./kit.ts";
import { STORE_PLACES } from "./store_places.ts";

const [key, other] = TEST_KEYS;
const { fingerprint } = key.publicKey;
const hash = testHash(1);
const signature = await signed(key, hash);
const at = new Date("2026-01-28T12:00:00Z");

/** How many organisations are granted trust, and then ten times as many. */
const FEW = 4;
const MANY = 10 * FEW;

/** More than are looked up one by one. */
const FEW_STRANGERS = 12;

/** Work that reads the grants of an organisation, and the rows of those that it grants trust to. */
const WORK: Readonly<Record<string, (operations: Operations) => Promise<unknown>>> = {
  "verifies a signature of a file": ({ package: { verify } }) =>
    verify({ name: "p", hash, signature, orgId: ORG }),
  "verifies a stored signature": ({ package: { verify } }) =>
    verify({ name: "p", hash, signature: null, orgId: ORG }),
  "predicts the engine's answer": ({ package: { preflight } }) => preflight({ hash, orgId: ORG }),
  "finds what blocks a package": ({ signatures }) =>
    signatures.blocking({ orgId: ORG, hashes: [hash] }),
  "lists trusted keys": ({ keys }) =>
    keys.trusted.list({ orgId: ORG, includeRevoked: false, page: PAGE }),
  "shows what revoking a trusted key would do": ({ keys }) =>
    keys.trusted.revoke({
      orgId: ORG,
      fingerprintPrefix: other.publicKey.fingerprint,
      dryRun: true,
    }),
  "shows what removing a signature would do": ({ signatures }) => {
    const choice = { packageHash: hash, keyFingerprint: fingerprint };
    return signatures.remove({ orgId: ORG, choice, force: false, dryRun: true });
  },
};

for (const [name, withPlace] of Object.entries(STORE_PLACES)) {
  Deno.test(`${name}: with ten times the grants, the store is asked as often and each row looked at as often`, async () => {
    await withPlace(async ({ open }) => {
      const store = await open();
      await addChildren(store, 0, FEW);
      await addSignatures(store);
      const few = await countAll(store);
      await addChildren(store, FEW, MANY);
      const many = await countAll(store);
      for (const [what, counts] of Object.entries(few)) {
        assert.ok(counts.fields > 0, what);
        assert.equal(many[what]?.reads, counts.reads, what);
        assert.ok(many[what]!.fields <= 10 * counts.fields, `${what}: ${many[what]!.fields}`);
      }
    });
  });
}

/** Work that looks at every signature of a package. */
const WORK_ON_SIGNATURES: typeof WORK = {
  "verifies a stored signature": WORK["verifies a stored signature"]!,
  "shows what removing a signature would do": WORK["shows what removing a signature would do"]!,
};

for (const [name, withPlace] of Object.entries(STORE_PLACES)) {
  Deno.test(`${name}: with ten times the signatures by strangers, the store is asked as often`, async () => {
    await withPlace(async ({ open }) => {
      const store = await open();
      await addChildren(store, 0, 1);
      await addSignatures(store);
      await addStrangers(store, FEW_STRANGERS);
      const few = await countAll(store, WORK_ON_SIGNATURES);
      await addStrangers(store, 10 * FEW_STRANGERS);
      const many = await countAll(store, WORK_ON_SIGNATURES);
      for (const what of Object.keys(few)) assert.equal(many[what]?.reads, few[what]?.reads, what);
    });
  });
}

async function countAll(opened: Store, works = WORK) {
  const { store, take } = countingStore(opened);
  const operations = localOperations(localParts(store));
  const counts: Record<string, ReturnType<typeof take>> = {};
  for (const [what, work] of Object.entries(works)) {
    await work(operations);
    counts[what] = take();
  }
  return counts;
}

/** Two signatures of the package, the second by a key that the organisation trusts itself. */
async function addSignatures(store: Store): Promise<void> {
  const { keys, signatures } = localOperations(localParts(store));
  await keys.trust({ orgId: ORG, publicKey: other.publicKey, name: null });
  await signatures.import({ orgId: ORG, signatures: [signature, await signed(other, hash)] });
}

/** Signatures of the package by keys that nobody trusts. */
async function addStrangers(store: Store, count: number): Promise<void> {
  const rows = Array.from({ length: count }, () => ({
    ...{ id: crypto.randomUUID(), packageHash: hash, signature: signature.signature },
    keyFingerprint: crypto.getRandomValues(new Uint8Array(32)).toHex() as Fingerprint,
    ...{ signedAt: at, orgId: ORG },
  }));
  await store.transaction((writer) => writer.saveSignatures(rows));
}

/** Organisations that trust the signer, and that the organisation grants trust to. */
async function addChildren(store: Store, from: number, to: number): Promise<void> {
  await store.transaction(async (writer) => {
    for (let number = from; number < to; number++) {
      const orgId = `cccccccc-0000-4000-8000-${String(number).padStart(12, "0")}` as OrgId;
      await writer.saveTrustGrant({
        ...{ id: crypto.randomUUID(), parentOrgId: ORG, childOrgId: orgId },
        ...{ grantedAt: at, revokedAt: null },
      });
      await writer.saveTrustedKey({
        ...{ id: crypto.randomUUID(), orgId, fingerprint, publicKey: key.publicKey.bytes },
        ...{ name: null, trustedAt: at, revokedAt: null },
      });
    }
  });
}
