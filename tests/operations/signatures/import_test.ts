import assert from "node:assert/strict";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import {
  assertRefused,
  CHILD,
  type Kit,
  ORG,
  signed,
  TEST_KEYS,
  testHash,
  withKit,
} from "../kit.ts";

const [key, other] = TEST_KEYS;
const first = await signed(key, testHash(1));
const second = await signed(key, testHash(2));

function request(...signatures: readonly PackageSignature[]) {
  return { orgId: ORG, signatures };
}

async function withTrust(body: (kit: Kit) => Promise<void>): Promise<void> {
  await withKit(async (kit) => {
    await kit.operations.keys.trust({ orgId: ORG, publicKey: key.publicKey, name: "offline" });
    kit.takeEvents();
    await body(kit);
  });
}

Deno.test("signatures of trusted keys are checked, stored under the organisation, and told", async () => {
  await withTrust(async ({ operations, store, takeEvents }) => {
    const rows = await operations.signatures.import(request(first, second));
    assert.deepEqual(rows.map(({ packageHash, orgId }) => [packageHash, orgId]), [
      [testHash(1), ORG],
      [testHash(2), ORG],
    ]);
    assert.deepEqual(await store.signaturesOf(testHash(1)), [rows[0]]);
    assert.deepEqual(
      takeEvents(),
      rows.map(({ packageHash }) => ({
        type: "signature.imported",
        orgId: ORG,
        fingerprint: key.publicKey.fingerprint,
        packageHash,
      })),
    );
  });
});

Deno.test("what a signature states is told as it is of one that is made here", async () => {
  await withTrust(async ({ operations, takeEvents }) => {
    const { keys, signatures, package: packages } = operations;
    const expires = new Date("2200-01-31T12:00:00Z");
    const type = "https://slsa.dev/provenance/v1";
    const terms = [
      { claims: { version: "1.4.0", name: "pkg" }, expires, predicate: null },
      { claims: {}, expires: null, predicate: { type, json: '{"a":1}' } },
    ];
    await keys.import({ orgId: ORG, name: "k", seed: key.seed.slice(), trust: true });
    const reference = { text: "k", orgId: ORG };
    takeEvents();
    for (const one of terms) {
      const asked = { reference, hashes: [testHash(1)], store: false, terms: one };
      const { signatures: [made] } = await packages.sign(asked);
      const [signed] = takeEvents();
      assert.notEqual(signed?.stated, undefined);
      for (const _ of ["new", "stored already"]) {
        const rows = await signatures.import(request(made!));
        assert.deepEqual(rows[0]?.statement, made?.statement);
      }
      const [imported, ...others] = takeEvents();
      assert.deepEqual([imported?.type, imported?.stated], ["signature.imported", signed?.stated]);
      assert.deepEqual(others, []);
    }
  });
});

Deno.test("of several statements of one key those are told that are stored, and none that was kept", async () => {
  await withTrust(async ({ operations, takeEvents }) => {
    const stating = async (version: string) => {
      const terms = { claims: { version }, expires: null, predicate: null };
      return await signStating(key.signer, { hash: testHash(1), terms }, () => new Date(0));
    };
    const [one, two] = [await stating("1.0.0"), await stating("2.0.0")];
    await operations.signatures.import(request(one, two));
    const told = takeEvents();
    assert.deepEqual(told.map(({ stated }) => stated?.claims), [
      { version: "2.0.0" },
      { version: "2.0.0" },
    ]);
    await operations.signatures.import(request(first, second));
    assert.deepEqual(takeEvents().map(({ packageHash, stated }) => [packageHash, stated]), [
      [testHash(2), undefined],
    ]);
  });
});

Deno.test("the time is the claim of the file, down to the millisecond, and the store can give it back", async () => {
  await withTrust(async ({ operations, store }) => {
    const times = [
      ["2026-01-28T12:00:00Z", "2026-01-28T12:00:00.000Z"],
      ["2026-01-28t12:00:00.123456789+02:00", "2026-01-28T10:00:00.123Z"],
      ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
      ["9999-12-31T23:59:59-01:00", "9999-12-31T23:59:59.999Z"],
      ["0000-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    ] as const;
    for (const [index, [signedAt, expected]] of times.entries()) {
      const hash = testHash(index);
      const signature = { ...await signed(key, hash), signedAt };
      const [row] = await operations.signatures.import(request(signature));
      assert.equal(row?.signedAt.toISOString(), expected);
      assert.deepEqual(await store.signaturesOf(hash), [row]);
    }
  });
});

Deno.test("importing again leaves the row as it was", async () => {
  await withTrust(async ({ operations, store }) => {
    await operations.signatures.import(request(first));
    const [before] = await store.signaturesOf(testHash(1));
    await operations.signatures.import(request({ ...first, signedAt: "2026-02-01T00:00:00Z" }));
    const [after, ...others] = await store.signaturesOf(testHash(1));
    assert.deepEqual(others, []);
    assert.deepEqual(after, before);
  });
});

Deno.test("one signature that does not pass keeps all of them out", async () => {
  await withTrust(async (kit) => {
    const bad = [
      ["untrusted_signer", await signed(other, testHash(3))],
      ["invalid_signature", { ...second, signature: new Uint8Array(64) }],
      ["invalid_signature", { ...second, packageHash: testHash(3) }],
    ] as const;
    for (const [code, signature] of bad) {
      const work = () => kit.operations.signatures.import(request(first, signature));
      const { message } = await assertRefused(kit, code, work);
      assert.ok(message.startsWith(`Cannot verify package ${signature.packageHash}: `));
      assert.deepEqual(kit.takeEvents(), [{
        type: "verification.failure",
        orgId: ORG,
        fingerprint: signature.keyFingerprint,
        packageHash: signature.packageHash,
        reason: code,
      }]);
    }
  });
});

Deno.test("a signature that is trusted through a grant belongs to the organisation that imports it", async () => {
  await withKit(async ({ operations }) => {
    await operations.orgs.grantTrust({ parent: ORG, child: CHILD });
    await operations.keys.trust({ orgId: CHILD, publicKey: key.publicKey, name: null });
    const [row] = await operations.signatures.import(request(first));
    assert.equal(row?.orgId, ORG);
  });
});

Deno.test("where the audit log cannot be written, nothing is imported", async () => {
  await withTrust(async (kit) => {
    kit.breakAudit();
    await assertRefused(kit, "io_failed", () => kit.operations.signatures.import(request(first)));
  });
});
