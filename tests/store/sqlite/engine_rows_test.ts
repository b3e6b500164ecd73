import assert from "node:assert/strict";
import { ed25519Signer, ed25519Verify } from "../../../src/crypto/ed25519.ts";
import { unseal } from "../../../src/crypto/sealing.ts";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import type { KeyId, OrgId } from "../../../src/domain/ids.ts";
import { type PackageHash, packageHashBytes } from "../../../src/domain/package_hash.ts";
import type { Store } from "../../../src/store/store.ts";
import { later, recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";
import { execute, plain, withDatabase } from "./engine_database.ts";
import { temporaryEngineDatabase } from "./temporary_sqlite.ts";

// The key of RFC 8032, 7.1, test 1, sealed under the bytes 0 to 31 by another implementation of AES-GCM.
const MASTER_KEY = Uint8Array.from({ length: 32 }, (_, at) => at);
const PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
const FINGERPRINT = "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9";
const SEALED = "a0a1a2a3a4a5a6a7a8a9aaab7b79cdb0aa3658dfd8e1cd279596ec1a" +
  "34e59c79e9852b75ec358a8563050a610e213b0ed47e99b36c2522c15e59ffe0";
const HASH = "c5919a885d0e983e8bcfedc3ad1ab67b4020c2c31be5bfc2e8117f072fdc9106";
const SIGNATURE = "13d1b7454beea3993e5508ce8b77a5b100dfe7ccd836db20b58131c968018e54" +
  "6fdd87f81d98469fae7fcd73fdf12ff11c26fa0f68ab22d106a4731f4d43ca0f";

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11" as OrgId;
const CHILD = "00000000-0000-4000-8000-00000000000c" as OrgId;

/** Rows as the engine's INSERTs leave them: nanoseconds and "+00:00", an organisation that is NULL in signatures. */
const ENGINE_ROWS = `
INSERT INTO signing_keys VALUES (
  x'11111111111141118111111111111111', x'7f3f6a520f0e4d5c9a390d6a4f1f2b11', 'release-key',
  x'${SEALED}', x'${PUBLIC}', '${FINGERPRINT}', '2026-01-28T12:00:00.123456789+00:00', NULL);
INSERT INTO trusted_keys VALUES (
  x'22222222222242228222222222222222', x'7f3f6a520f0e4d5c9a390d6a4f1f2b11', '${FINGERPRINT}',
  x'${PUBLIC}', NULL, '2026-01-28T12:00:00+00:00', '2026-02-01T00:00:00.5+00:00');
INSERT INTO key_trust_acls VALUES (
  x'33333333333343338333333333333333', x'7f3f6a520f0e4d5c9a390d6a4f1f2b11',
  x'0000000000004000800000000000000c', '2026-01-28T12:00:00.000001+00:00', NULL);
INSERT INTO package_signatures (id, package_hash, key_fingerprint, signature, signed_at, org_id)
VALUES (
  x'44444444444444448444444444444444', '${HASH}', '${FINGERPRINT}', x'${SIGNATURE}',
  '2026-01-28T12:00:01.999999999+00:00', NULL);`;

Deno.test("rows that the engine wrote are read", async () => {
  await withEngineRows(async (store) => {
    const key = await store.signingKey("11111111-1111-4111-8111-111111111111" as KeyId);
    assert.deepEqual(key, {
      id: "11111111-1111-4111-8111-111111111111",
      orgId: ORG,
      name: "release-key",
      sealedSeed: Uint8Array.fromHex(SEALED),
      publicKey: Uint8Array.fromHex(PUBLIC),
      fingerprint: FINGERPRINT,
      createdAt: new Date("2026-01-28T12:00:00.123Z"),
      revokedAt: null,
    });
    assert.deepEqual(await store.trustedKeysOf([ORG], [FINGERPRINT as Fingerprint]), [{
      id: "22222222-2222-4222-8222-222222222222",
      orgId: ORG,
      fingerprint: FINGERPRINT,
      publicKey: Uint8Array.fromHex(PUBLIC),
      name: null,
      trustedAt: new Date("2026-01-28T12:00:00Z"),
      revokedAt: new Date("2026-02-01T00:00:00.500Z"),
    }]);
    assert.deepEqual(await store.trustGrantsOf([CHILD], "child"), [{
      id: "33333333-3333-4333-8333-333333333333",
      parentOrgId: ORG,
      childOrgId: CHILD,
      grantedAt: new Date("2026-01-28T12:00:00Z"),
      revokedAt: null,
    }]);
    assert.deepEqual(await store.signaturesOf(HASH as PackageHash), [{
      id: "44444444-4444-4444-8444-444444444444",
      packageHash: HASH,
      keyFingerprint: FINGERPRINT,
      signature: Uint8Array.fromHex(SIGNATURE),
      signedAt: new Date("2026-01-28T12:00:01.999Z"),
      orgId: null,
    }]);
  });
});

Deno.test("a seed that the engine sealed is opened, signs, and its signature verifies", async () => {
  await withEngineRows(async (store) => {
    const hash = HASH as PackageHash;
    const [key] = await store.findSigningKeys({ orgId: ORG, name: "release-key" }, 1);
    const [stored] = await store.signaturesOf(hash);
    assert.ok(key !== undefined && stored !== undefined);
    const seed = await unseal(MASTER_KEY, key.sealedSeed);
    assert.ok(seed !== null);
    const signer = await ed25519Signer(seed);
    assert.deepEqual(signer.publicKey, key.publicKey);
    assert.deepEqual(await signer.sign(packageHashBytes(hash)), stored.signature);
    const isGood = await ed25519Verify(key.publicKey, packageHashBytes(hash), stored.signature);
    assert.equal(isGood, true);
  });
});

Deno.test("what the engine cannot store a second time is refreshed and made active", async () => {
  await withEngineRows(async (store, path) => {
    const make = recordBuilder("again");
    const publicKey = Uint8Array.fromHex(PUBLIC);
    const again = { orgId: ORG, publicKey, trustedAt: new Date("2026-03-01T00:00:00Z") };
    await save(store, {
      trustedKeys: [make.trustedKey({ ...again, name: "again" })],
      signatures: [make.signature({
        packageHash: HASH as PackageHash,
        keyFingerprint: FINGERPRINT as Fingerprint,
        signature: Uint8Array.fromHex(SIGNATURE),
        signedAt: later(0),
        orgId: ORG,
      })],
    });
    assert.deepEqual(
      select(path, "SELECT hex(id) AS id, key_name, trusted_at, revoked_at FROM trusted_keys"),
      [{
        id: "22222222222242228222222222222222",
        key_name: "again",
        trusted_at: "2026-03-01T00:00:00+00:00",
        revoked_at: null,
      }],
    );
    assert.deepEqual(
      select(path, "SELECT hex(id) AS id, signed_at, hex(org_id) AS org FROM package_signatures"),
      [{
        id: "44444444444444448444444444444444",
        signed_at: "2026-01-28T12:00:00.123+00:00",
        org: "7F3F6A520F0E4D5C9A390D6A4F1F2B11",
      }],
    );
  });
});

Deno.test("rows are written to the byte as the engine reads them", async () => {
  const { store, path, close } = await temporaryEngineDatabase("wal");
  const make = recordBuilder("written");
  const key = make.signingKey({ createdAt: new Date("2026-01-28T12:00:00Z"), revokedAt: later(0) });
  const trusted = make.trustedKey();
  const grant = make.trustGrant();
  const signature = make.signature();
  await save(store, {
    signingKeys: [key],
    trustedKeys: [trusted],
    grants: [grant],
    signatures: [signature],
  });
  assert.deepEqual(
    select(
      path,
      `SELECT ${typed("id", "org_id")}, key_name,
    ${typed("encrypted_private_key", "public_key")}, key_fingerprint, created_at, revoked_at
    FROM signing_keys`,
    ),
    [{
      id: blob(key.id),
      org_id: blob(key.orgId),
      key_name: key.name,
      encrypted_private_key: blob(key.sealedSeed.toHex()),
      public_key: blob(key.publicKey.toHex()),
      key_fingerprint: key.fingerprint,
      created_at: "2026-01-28T12:00:00+00:00",
      revoked_at: "2026-01-28T12:00:00.123+00:00",
    }],
  );
  assert.deepEqual(
    select(
      path,
      `SELECT ${typed("id", "org_id", "public_key")}, key_fingerprint,
    key_name, trusted_at, revoked_at FROM trusted_keys`,
    ),
    [{
      id: blob(trusted.id),
      org_id: blob(trusted.orgId),
      public_key: blob(trusted.publicKey.toHex()),
      key_fingerprint: trusted.fingerprint,
      key_name: trusted.name,
      trusted_at: "2026-01-28T12:00:00.123+00:00",
      revoked_at: null,
    }],
  );
  assert.deepEqual(
    select(
      path,
      `SELECT ${typed("id", "parent_org_id", "child_org_id")},
    granted_at, revoked_at FROM key_trust_acls`,
    ),
    [{
      id: blob(grant.id),
      parent_org_id: blob(grant.parentOrgId),
      child_org_id: blob(grant.childOrgId),
      granted_at: "2026-01-28T12:00:00.123+00:00",
      revoked_at: null,
    }],
  );
  assert.deepEqual(
    select(
      path,
      `SELECT ${typed("id", "signature", "org_id")}, package_hash,
    key_fingerprint, signed_at FROM package_signatures`,
    ),
    [{
      id: blob(signature.id),
      signature: blob(signature.signature.toHex()),
      org_id: blob(signature.orgId ?? ""),
      package_hash: signature.packageHash,
      key_fingerprint: signature.keyFingerprint,
      signed_at: "2026-01-28T12:00:00.123+00:00",
    }],
  );
  await close();
});

async function withEngineRows(body: (store: Store, path: string) => Promise<void>): Promise<void> {
  const { store, path, close } = await temporaryEngineDatabase("wal");
  try {
    execute(path, ENGINE_ROWS);
    await body(store, path);
  } finally {
    await close();
  }
}

function select(path: string, sql: string): readonly unknown[] {
  return withDatabase(path, (database) => plain(database, sql));
}

/** Columns as "<storage class> <hex>". */
function typed(...columns: readonly string[]): string {
  return columns.map((name) => `typeof(${name}) || ' ' || lower(hex(${name})) AS ${name}`).join();
}

function blob(hex: string): string {
  return `blob ${hex.replaceAll("-", "")}`;
}
