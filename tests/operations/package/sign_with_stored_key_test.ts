import assert from "node:assert/strict";
import { ed25519Verify } from "../../../src/crypto/ed25519.ts";
import { packageHashBytes } from "../../../src/domain/package_hash.ts";
import {
  assertRefused,
  CHILD,
  idBytes,
  type Kit,
  MASTER_KEY,
  ORG,
  PAGE,
  putSignature,
  signed,
  testHash,
  testKey,
  withKit,
} from "../kit.ts";

const key = await testKey(1);
const reference = { text: "key", orgId: ORG } as const;
const hashes = [testHash(1), testHash(2), testHash(3)] as const;
const request = { reference, hashes, store: true } as const;

async function withKey(body: (kit: Kit) => Promise<void>): Promise<void> {
  await withKit(async (kit) => {
    const { seed } = key;
    await kit.operations.keys.import({ orgId: ORG, name: "key", seed, trust: false });
    kit.takeEvents();
    await body(kit);
  });
}

Deno.test("every hash is signed, in order, stored under the key's organisation, and told", async () => {
  await withKey(async ({ operations, store, takeEvents, written }) => {
    const calls = written.length;
    const outcome = await operations.package.sign(request);
    assert.deepEqual(outcome.key, await operations.keys.show(reference));
    assert.deepEqual(outcome.signatures.map(({ packageHash }) => packageHash), hashes);
    for (const signature of outcome.signatures) {
      const { packageHash, keyFingerprint, signedAt } = signature;
      const message = packageHashBytes(packageHash);
      assert.ok(await ed25519Verify(key.publicKey.bytes, message, signature.signature));
      assert.equal(keyFingerprint, key.publicKey.fingerprint);
      const [row, ...others] = await store.signaturesOf(packageHash);
      assert.deepEqual(others, []);
      assert.deepEqual(row, {
        id: row!.id,
        packageHash,
        keyFingerprint,
        signature: signature.signature,
        signedAt: new Date(signedAt),
        orgId: ORG,
      });
    }
    assert.equal(written.length, calls + 1);
    assert.deepEqual(
      takeEvents(),
      hashes.map((packageHash) => ({
        type: "package.signed",
        orgId: ORG,
        keyId: outcome.key.id,
        fingerprint: key.publicKey.fingerprint,
        name: "key",
        signer: "store",
        packageHash,
      })),
    );
  });
});

Deno.test("without store, signatures are told and returned, and nothing is stored", async () => {
  await withKey(async ({ operations, contents, takeEvents }) => {
    const before = contents();
    const { signatures } = await operations.package.sign({ ...request, store: false });
    assert.deepEqual(contents(), before);
    assert.equal(signatures.length, 3);
    assert.deepEqual(takeEvents().map(({ type }) => type), Array(3).fill("package.signed"));
  });
});

Deno.test("signing again refreshes the row; one without organisation gets it", async () => {
  await withKey(async (kit) => {
    const [hash] = hashes;
    putSignature(kit, await signed(key, hash), null);
    const [before] = await kit.store.signaturesOf(hash);
    const sign = { ...request, hashes: [hash, hash] };
    const { signatures } = await kit.operations.package.sign(sign);
    const [after, ...others] = await kit.store.signaturesOf(hash);
    assert.deepEqual(others, []);
    assert.equal(after!.id, before!.id);
    assert.equal(after!.orgId, ORG);
    assert.deepEqual(after!.signedAt, new Date(signatures[1]!.signedAt));
  });
});

Deno.test("a second key's signature stands beside the first", async () => {
  await withKey(async ({ operations, store }) => {
    await operations.keys.generate({ orgId: CHILD, name: "other", trust: false });
    await operations.package.sign(request);
    const other = { text: "other", orgId: CHILD };
    await operations.package.sign({ ...request, reference: other });
    const rows = await store.signaturesOf(hashes[0]);
    assert.deepEqual(rows.map(({ orgId }) => orgId).toSorted(), [ORG, CHILD]);
  });
});

Deno.test("a revoked key is key_revoked, and one line tells of all hashes", async () => {
  await withKey(async (kit) => {
    await kit.operations.keys.revoke({ reference, andTrust: false, dryRun: false });
    kit.takeEvents();
    const error = await assertRefused(
      kit,
      "key_revoked",
      () => kit.operations.package.sign(request),
    );
    assert.match(error.message, /^Cannot sign with the key "key" \(/);
    assert.deepEqual(
      kit.takeEvents().map(({ type, packages, reason }) => [type, packages, reason]),
      [["package.sign.failure", { first: hashes, count: 3 }, "key_revoked"]],
    );
    const many = Array.from({ length: 1000 }, (_, index) => testHash(index));
    const [one] = many;
    for (const wanted of [many, [one!]]) {
      await assert.rejects(kit.operations.package.sign({ ...request, hashes: wanted }));
    }
    const told = kit.takeEvents().map(({ packageHash, packages }) => [packageHash, packages]);
    assert.deepEqual(told, [
      [undefined, { first: many.slice(0, 3), count: 1000 }],
      [one, undefined],
    ]);
  });
});

Deno.test("a key that is revoked while it signs stores nothing", async () => {
  await withKey(async (kit) => {
    const { parts } = kit;
    const slow = {
      ...parts,
      masterKey: async () => {
        await kit.operations.keys.revoke({ reference, andTrust: false, dryRun: false });
        return MASTER_KEY.slice();
      },
    };
    const { signWithStoredKey } = await import(
      "../../../src/operations/package/sign_with_stored_key.ts"
    );
    await assert.rejects(signWithStoredKey(slow, request), { code: "key_revoked" });
    assert.deepEqual(await kit.store.signaturesOf(hashes[0]), []);
  });
});

Deno.test("a wrong master key says so, and never that something is damaged", async () => {
  await withKey(async (kit) => {
    kit.useMasterKey(new Uint8Array(32).fill(9));
    const work = () => kit.operations.package.sign(request);
    const { message, hint } = await assertRefused(kit, "wrong_master_key", work);
    assert.equal(
      message,
      "Cannot open the keys of this store: they are encrypted with another master key",
    );
    assert.doesNotMatch(`${message} ${hint}`, /corrupt|damaged/);
  });
});

Deno.test("a damaged seed among good ones is key_integrity", async () => {
  await withKey(async (kit) => {
    await kit.operations.keys.generate({ orgId: CHILD, name: "good", trust: false });
    kit.sql(
      "UPDATE signing_keys SET encrypted_private_key = randomblob(60) WHERE key_name = 'key'",
    );
    const work = () => kit.operations.package.sign(request);
    const { message } = await assertRefused(kit, "key_integrity", work);
    assert.match(message, /the master key opens others of this store/);
  });
});

Deno.test("a row whose public key or fingerprint is another's is key_integrity, before anything is signed", async () => {
  const other = await testKey(2);
  const changes = [
    ["public_key", other.publicKey.bytes],
    ["key_fingerprint", other.publicKey.fingerprint],
  ] as const;
  for (const [column, value] of changes) {
    await withKey(async (kit) => {
      kit.sql(`UPDATE signing_keys SET ${column} = ?`, value);
      await assertRefused(kit, "key_integrity", () => kit.operations.package.sign(request));
      await assertRefused(
        kit,
        "key_integrity",
        () => kit.operations.package.sign({ ...request, store: false }),
      );
      assert.deepEqual(kit.takeEvents().at(-1)?.reason, "key_integrity");
    });
  }
});

Deno.test("a seed of another length is key_integrity", async () => {
  await withKey(async (kit) => {
    const { seal } = await import("../../../src/crypto/sealing.ts");
    const sealed = await seal(MASTER_KEY, new Uint8Array(12), new Uint8Array(31));
    kit.sql("UPDATE signing_keys SET encrypted_private_key = ?", sealed);
    const error = await kit.operations.package.sign(request).catch((thrown) => thrown);
    assert.ok(["key_integrity", "store_corrupt"].includes(error.code), error.code);
  });
});

Deno.test("where the audit log cannot be written, there is no signature, stored or not", async () => {
  await withKey(async (kit) => {
    kit.breakAudit();
    for (const store of [true, false]) {
      const work = () => kit.operations.package.sign({ ...request, store });
      await assertRefused(kit, "io_failed", work);
    }
  });
});

Deno.test("one row that cannot be stored keeps all the others out", async () => {
  await withKey(async (kit) => {
    kit.sql(
      "CREATE TRIGGER refuse BEFORE INSERT ON package_signatures " +
        `WHEN NEW.package_hash = '${hashes[2]}' BEGIN SELECT RAISE(ABORT, 'refused'); END`,
    );
    const before = kit.contents();
    await assert.rejects(kit.operations.package.sign(request));
    assert.deepEqual(kit.contents(), before);
    const types = kit.takeEvents().map(({ type }) => type);
    assert.deepEqual(types, ["package.sign.failure"]);
  });
});

Deno.test("a key that nobody has is key_not_found", async () => {
  await withKey(async (kit) => {
    const nobody = { ...request, reference: { text: "nobody", orgId: ORG } };
    await assertRefused(kit, "key_not_found", () => kit.operations.package.sign(nobody));
  });
});

Deno.test("seed and master key are wiped after signing", async () => {
  await withKey(async ({ operations, secrets }) => {
    await operations.package.sign(request);
    assert.ok(
      secrets.filter(({ length }) => length === 32).every((one) => one.every((byte) => byte === 0)),
    );
  });
});

Deno.test("a key that the engine stored signs: ids as bytes, times with nanoseconds", async () => {
  await withKit(async ({ operations, sql }) => {
    const { seal } = await import("../../../src/crypto/sealing.ts");
    const sealed = await seal(MASTER_KEY, new Uint8Array(12).fill(1), key.seed);
    const id = crypto.randomUUID();
    sql(
      "INSERT INTO signing_keys VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
      ...[idBytes(id), idBytes(ORG), "by the engine", sealed, key.publicKey.bytes],
      ...[key.publicKey.fingerprint, "2026-01-28T12:00:00.123456789+00:00"],
    );
    const engine = { text: id, orgId: null };
    const { signatures } = await operations.package.sign({ ...request, reference: engine });
    assert.deepEqual(signatures[0]!.signature, (await signed(key, hashes[0])).signature);
    const list = { orgId: ORG, hash: null, page: PAGE };
    assert.equal((await operations.signatures.list(list)).total, 3);
  });
});
