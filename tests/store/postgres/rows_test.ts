import assert from "node:assert/strict";
import { ed25519Verify } from "../../../src/crypto/ed25519.ts";
import { unseal } from "../../../src/crypto/sealing.ts";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import type { KeyId, OrgId } from "../../../src/domain/ids.ts";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import type { Store } from "../../../src/store/store.ts";
import { later, recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { FINGERPRINT, PUBLIC_KEY, SEED } from "../../testkit/sample_keys.ts";
import {
  CHILD_ORG,
  ENGINE_ROWS,
  GRANT_ID,
  KEY_ID,
  MASTER_KEY,
  ORG,
  PACKAGE_HASH,
  SEALED_SEED,
  SIGNATURE,
  SIGNATURE_ID,
  TRUSTED_ID,
} from "./engine_rows.ts";
import { expectError, withStore } from "./expect_error.ts";

const server = await databaseServer();
const make = recordBuilder();
const bytes = (hex: string) => Uint8Array.fromHex(hex);
const ALL = { limit: 100, offset: 0 };

Deno.test("rows that the engine wrote are read", () =>
  withEngineRows(async (store) => {
    assert.deepEqual(await store.signingKey(KEY_ID as KeyId), {
      id: KEY_ID,
      orgId: ORG,
      name: "release-key",
      sealedSeed: bytes(SEALED_SEED),
      publicKey: bytes(PUBLIC_KEY),
      fingerprint: FINGERPRINT,
      createdAt: new Date("2026-01-28T12:00:00.123Z"),
      revokedAt: null,
    });
    assert.deepEqual(
      await store.trustedKeysOf([CHILD_ORG as OrgId], [FINGERPRINT as Fingerprint]),
      [{
        id: TRUSTED_ID,
        orgId: CHILD_ORG,
        fingerprint: FINGERPRINT,
        publicKey: bytes(PUBLIC_KEY),
        name: null,
        trustedAt: new Date("2026-01-28T12:00:01.000Z"),
        revokedAt: new Date("2026-07-01T23:59:59.999Z"),
      }],
    );
    assert.deepEqual(await store.trustGrantsOf([ORG as OrgId], "parent"), [{
      id: GRANT_ID,
      parentOrgId: ORG,
      childOrgId: CHILD_ORG,
      grantedAt: new Date("2026-01-28T12:00:02.500Z"),
      revokedAt: null,
    }]);
    assert.deepEqual(await store.signaturesOf(PACKAGE_HASH as PackageHash), [{
      id: SIGNATURE_ID,
      packageHash: PACKAGE_HASH,
      keyFingerprint: FINGERPRINT,
      signature: bytes(SIGNATURE),
      signedAt: new Date("2026-01-28T12:00:03.000Z"),
      orgId: null,
    }]);
  }));

Deno.test("a seed that the engine sealed opens, and its signature holds", () =>
  withEngineRows(async (store) => {
    const key = await store.signingKey(KEY_ID as KeyId);
    assert.ok(key !== null);
    assert.deepEqual(await unseal(bytes(MASTER_KEY), key.sealedSeed), bytes(SEED));
    const [stored] = await store.signaturesOf(PACKAGE_HASH as PackageHash);
    assert.ok(stored !== undefined);
    assert.equal(
      await ed25519Verify(key.publicKey, bytes(PACKAGE_HASH), stored.signature),
      true,
    );
  }));

Deno.test("rows are written as the engine reads them", () =>
  withMigrated(async (store, url) => {
    const key = make.signingKey({ name: "it's", revokedAt: later(1) });
    const trusted = make.trustedKey({ name: null });
    const grant = make.trustGrant();
    const signature = make.signature();
    await save(store, {
      signingKeys: [key],
      trustedKeys: [trusted],
      grants: [grant],
      signatures: [signature],
    });
    const [row] = await execute(
      url,
      `select s.id::text as id, s.org_id::text as org, key_name, s.created_at::text as created,
          s.revoked_at::text as revoked, encode(encrypted_private_key, 'hex') as sealed,
          encode(s.public_key, 'hex') as public, s.key_fingerprint as fingerprint,
          encode(signature, 'hex') as signature, signed_at::text as signed,
          p.org_id::text as signed_by, granted_at::text as granted
        from signing_keys as s, key_trust_acls, package_signatures as p`,
    );
    assert.deepEqual({ ...row }, {
      id: key.id,
      org: key.orgId,
      key_name: "it's",
      created: "2026-01-28 12:00:00.123",
      revoked: "2026-01-28 12:00:00.124",
      sealed: key.sealedSeed.toHex(),
      public: key.publicKey.toHex(),
      fingerprint: key.fingerprint,
      signature: signature.signature.toHex(),
      signed: "2026-01-28 12:00:00.123",
      signed_by: signature.orgId,
      granted: "2026-01-28 12:00:00.123",
    });
  }));

Deno.test("the first of a package's signatures is the one that the engine takes", () =>
  withMigrated(async (store, url) => {
    const packageHash = make.packageHash();
    const signatures = Array.from({ length: 12 }, () => make.signature({ packageHash }));
    for (const signature of signatures) await save(store, { signatures: [signature] });
    for (const refreshed of signatures.slice(0, 6)) {
      await save(store, { signatures: [{ ...refreshed, signature: make.bytes(64) }] });
      const [taken] = await execute(
        url,
        `select id::text from package_signatures where package_hash = '${packageHash}' limit 1`,
      );
      const [first] = await store.signaturesOf(packageHash);
      assert.equal(first?.id, taken?.["id"]);
      assert.deepEqual(await store.signaturesOf(packageHash, 1), [first]);
    }
  }));

Deno.test("the row of a signature that is stored again stays where it is", () =>
  withMigrated(async (store, url) => {
    const signature = make.signature();
    await save(store, { signatures: [signature] });
    const place = async () =>
      await execute(url, "select ctid::text, xmin::text from package_signatures");
    const before = await place();
    const again = { ...signature, id: make.uuid(), signedAt: later(1) };
    await save(store, { signatures: [again] });
    await store.transaction((writer) => writer.importSignatures([again]));
    assert.deepEqual(await place(), before);
    await save(store, { signatures: [{ ...again, signature: make.bytes(64) }] });
    assert.notDeepEqual(await place(), before);
  }));

const READS: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  "signing_keys by id": (store) => store.signingKey(KEY_ID as KeyId),
  "signing_keys by name": (store) =>
    store.findSigningKeys({ orgId: ORG as OrgId, name: "release-key" }, 9),
  "signing_keys by prefix": (store) =>
    store.findSigningKeys({ orgId: null, prefix: KEY_ID.slice(0, 8) }, 9),
  "signing_keys as a list": (store) =>
    store.listSigningKeys({ orgId: ORG as OrgId, includeRevoked: true }, ALL),
  "trusted_keys as a list": (store) =>
    store.listTrustedKeys({ orgIds: [CHILD_ORG as OrgId], includeRevoked: true }, ALL),
  "key_trust_acls as a list": (store) => store.trustGrantsOf([CHILD_ORG as OrgId], "child"),
  "package_signatures of a package": (store) => store.signaturesOf(PACKAGE_HASH as PackageHash),
  "package_signatures as a list": (store) =>
    store.listSignatures({ orgId: null, fingerprint: null }, ALL),
};

const DAMAGES: readonly (readonly [string, string, string, RegExp])[] = [
  ["signing_keys", "encrypted_private_key", "'\\x00'", /is not 60 bytes$/],
  ["signing_keys", "public_key", "public_key || '\\x00'", /is not 32 bytes$/],
  ["signing_keys", "key_fingerprint", "upper(key_fingerprint)", /is not a SHA-256 digest/],
  ["signing_keys", "created_at", "'infinity'", /is not a time in the years 1 to 9999$/],
  ["signing_keys", "revoked_at", "'-infinity'", /is not a time in the years 1 to 9999$/],
  ["signing_keys", "revoked_at", "'0044-03-15 BC'", /is not a time in the years 1 to 9999$/],
  ["trusted_keys", "public_key", "''", /is not 32 bytes$/],
  ["trusted_keys", "key_fingerprint", "'21fe'", /is not a SHA-256 digest/],
  ["trusted_keys", "trusted_at", "'10000-01-01'", /is not a time in the years 1 to 9999$/],
  ["key_trust_acls", "granted_at", "'infinity'", /is not a time in the years 1 to 9999$/],
  ["package_signatures", "signature", "substring(signature for 63)", /is not 64 bytes$/],
  ["package_signatures", "key_fingerprint", "'x'", /is not a SHA-256 digest/],
];

for (const [table, column, value, state] of DAMAGES) {
  Deno.test(`a row whose ${column} is ${value} is named, not skipped`, () =>
    withEngineRows(async (store, url) => {
      await execute(url, `update ${table} set ${column} = ${value}`);
      const reads = Object.entries(READS).filter(([what]) => what.startsWith(`${table} `));
      for (const [, read] of reads) {
        await expectError({ code: "store_corrupt", message: state }, read(store));
        const named = new RegExp(
          `^Cannot read row [-0-9a-f]{36} of ${table} in the database [^ ]*: its ${column} is not `,
        );
        await expectError({ code: "store_corrupt", message: named }, read(store));
      }
    }));
}

Deno.test("a fingerprint is found by how it begins where the language sorts aa after f", () =>
  withDatabase(server, async (url) => {
    await withStore(url, async (store) => {
      await store.migrate();
      const fingerprints = ["1234567aa", "1234567ab", "1234567fa", "aaaaaaaaa", "ffffffffa"];
      const keys = fingerprints.map((begin) =>
        make.signingKey({ fingerprint: begin.padEnd(64, "a") as Fingerprint })
      );
      await save(store, { signingKeys: keys });
      for (const [at, begin] of fingerprints.entries()) {
        for (const prefix of [begin, begin.padEnd(63, "a"), begin.padEnd(64, "a")]) {
          assert.deepEqual(await store.findSigningKeys({ orgId: null, prefix }, 9), [keys[at]]);
        }
      }
      const shared = await store.findSigningKeys({ orgId: null, prefix: "1234567a" }, 9);
      assert.deepEqual(
        shared.map(({ id }) => id).toSorted(),
        [keys[0]!.id, keys[1]!.id].toSorted(),
      );
    });
  }, "template template0 encoding 'UTF8' locale_provider icu icu_locale 'da' locale 'C'"));

async function withMigrated(work: (store: Store, url: string) => Promise<void>): Promise<void> {
  await withDatabase(server, (url) =>
    withStore(url, async (store) => {
      await store.migrate();
      await work(store, url);
    }));
}

async function withEngineRows(work: (store: Store, url: string) => Promise<void>): Promise<void> {
  await withMigrated(async (store, url) => {
    await execute(url, ENGINE_ROWS);
    await work(store, url);
  });
}
