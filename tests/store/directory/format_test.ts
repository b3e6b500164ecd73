import assert from "node:assert/strict";
import { dirname } from "node:path";
import type { ApiTokenHash, ApiTokenId } from "../../../src/domain/api_token.ts";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import type { KeyId, OrgId } from "../../../src/domain/ids.ts";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { readsNothing } from "../../contracts/store/no_own_tables.ts";
import { save } from "../../contracts/store/opened_store.ts";
import { openTemporaryDirectory } from "./opened_directory.ts";

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11" as OrgId;
const CHILD = "2b1d9c60-5f0a-4a53-8c3e-97b1e7f3a011" as OrgId;
const FINGERPRINT =
  "65b60673d6ed884bf01c2c222d82ada0740f29ac3355d6a925c81f17f47a27b8" as Fingerprint;
const HASH = "372444c4c312e684ac14ee5bde43b79eb918e5fdb1d15a6086d65bcc0f997ee9" as PackageHash;
const TOKEN_HASH =
  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" as ApiTokenHash;
const NOON = new Date("2026-01-28T12:00:00.123Z");
const ONE = new Date("2026-01-28T13:00:00.000Z");

const ROWS = {
  signingKeys: [{
    id: "0190f3c1-0000-4000-8000-000000000001" as KeyId,
    orgId: ORG,
    name: "release-key",
    sealedSeed: new Uint8Array(60).fill(1),
    publicKey: new Uint8Array(32).fill(2),
    fingerprint: FINGERPRINT,
    createdAt: NOON,
    revokedAt: ONE,
  }],
  trustedKeys: [{
    id: "0190f3c1-0000-4000-8000-000000000002",
    orgId: ORG,
    fingerprint: FINGERPRINT,
    publicKey: new Uint8Array(32).fill(2),
    name: null,
    trustedAt: NOON,
    revokedAt: null,
  }],
  grants: [{
    id: "0190f3c1-0000-4000-8000-000000000003",
    parentOrgId: ORG,
    childOrgId: CHILD,
    grantedAt: NOON,
    revokedAt: null,
  }],
  signatures: [{
    id: "0190f3c1-0000-4000-8000-000000000004",
    packageHash: HASH,
    keyFingerprint: FINGERPRINT,
    signature: new Uint8Array(64).fill(3),
    signedAt: NOON,
    orgId: null,
  }],
  apiTokens: [{
    id: "0190f3c1-0000-4000-8000-000000000005" as ApiTokenId,
    tokenHash: TOKEN_HASH,
    name: "ci",
    orgId: ORG,
    role: "sign",
    keyIds: ["0190f3c1-0000-4000-8000-000000000001" as KeyId],
    createdAt: NOON,
    expiresAt: ONE,
    revokedAt: null,
  }, {
    id: "0190f3c1-0000-4000-8000-000000000006" as ApiTokenId,
    tokenHash: HASH as string as ApiTokenHash,
    name: null,
    orgId: null,
    role: "admin",
    keyIds: null,
    createdAt: NOON,
    expiresAt: null,
    revokedAt: ONE,
  }],
  statements: [{
    id: "0190f3c1-0000-4000-8000-000000000007",
    packageHash: HASH,
    keyFingerprint: FINGERPRINT,
    payload: new TextEncoder().encode('{"_type":"any"}'),
    signature: new Uint8Array(64).fill(4),
    storedAt: NOON,
  }],
  minimumVersions: [{
    id: "0190f3c1-0000-4000-8000-000000000008",
    orgId: ORG,
    name: "billing",
    version: "1.2.0",
    raisedAt: NOON,
  }],
} as const;

/** What a key directory of version 1 holds of these rows, to the byte. */
const FILES: Readonly<Record<string, string>> = {
  "api-tokens/37/372444c4c312e684ac14ee5bde43b79eb918e5fdb1d15a6086d65bcc0f997ee9_none_20260128120000123_0190f3c1-0000-4000-8000-000000000006_revoked.json":
    `{
  "version": 1,
  "id": "0190f3c1-0000-4000-8000-000000000006",
  "token_hash": "372444c4c312e684ac14ee5bde43b79eb918e5fdb1d15a6086d65bcc0f997ee9",
  "name": null,
  "org_id": null,
  "role": "admin",
  "key_ids": null,
  "created_at": "2026-01-28T12:00:00.123Z",
  "expires_at": null,
  "revoked_at": "2026-01-28T13:00:00.000Z"
}
`,
  "api-tokens/9f/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08_7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11_20260128120000123_0190f3c1-0000-4000-8000-000000000005_active.json":
    `{
  "version": 1,
  "id": "0190f3c1-0000-4000-8000-000000000005",
  "token_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "name": "ci",
  "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
  "role": "sign",
  "key_ids": [
    "0190f3c1-0000-4000-8000-000000000001"
  ],
  "created_at": "2026-01-28T12:00:00.123Z",
  "expires_at": "2026-01-28T13:00:00.000Z",
  "revoked_at": null
}
`,
  "lock": "",
  "master-key.json": "any bytes",
  "minimum-versions/7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11/7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11_0c95c7ece1ce1a9750275ef1c6d7ad6b278f70d66592207783ffe7d58474cc01_20260128120000123_0190f3c1-0000-4000-8000-000000000008.json":
    `{
  "version": 1,
  "id": "0190f3c1-0000-4000-8000-000000000008",
  "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
  "package_name": "billing",
  "package_version": "1.2.0",
  "raised_at": "2026-01-28T12:00:00.123Z"
}
`,
  "signatures/37/372444c4c312e684ac14ee5bde43b79eb918e5fdb1d15a6086d65bcc0f997ee9_65b60673d6ed884bf01c2c222d82ada0740f29ac3355d6a925c81f17f47a27b8_none_20260128120000123_0190f3c1-0000-4000-8000-000000000004.json":
    `{
  "version": 1,
  "id": "0190f3c1-0000-4000-8000-000000000004",
  "package_hash": "372444c4c312e684ac14ee5bde43b79eb918e5fdb1d15a6086d65bcc0f997ee9",
  "key_fingerprint": "65b60673d6ed884bf01c2c222d82ada0740f29ac3355d6a925c81f17f47a27b8",
  "signature": "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw==",
  "signed_at": "2026-01-28T12:00:00.123Z",
  "org_id": null
}
`,
  "signing-keys/01/0190f3c1-0000-4000-8000-000000000001_7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11_e895bf74bee9559664e68a9573094dbd8536d4e927d77ebc063295b7bd10153d_65b60673d6ed884bf01c2c222d82ada0740f29ac3355d6a925c81f17f47a27b8_20260128120000123_revoked.json":
    `{
  "version": 1,
  "id": "0190f3c1-0000-4000-8000-000000000001",
  "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
  "key_name": "release-key",
  "encrypted_private_key": "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB",
  "public_key": "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=",
  "key_fingerprint": "65b60673d6ed884bf01c2c222d82ada0740f29ac3355d6a925c81f17f47a27b8",
  "created_at": "2026-01-28T12:00:00.123Z",
  "revoked_at": "2026-01-28T13:00:00.000Z"
}
`,
  "statements/37/372444c4c312e684ac14ee5bde43b79eb918e5fdb1d15a6086d65bcc0f997ee9_65b60673d6ed884bf01c2c222d82ada0740f29ac3355d6a925c81f17f47a27b8_20260128120000123_0190f3c1-0000-4000-8000-000000000007.json":
    `{
  "version": 1,
  "id": "0190f3c1-0000-4000-8000-000000000007",
  "package_hash": "372444c4c312e684ac14ee5bde43b79eb918e5fdb1d15a6086d65bcc0f997ee9",
  "key_fingerprint": "65b60673d6ed884bf01c2c222d82ada0740f29ac3355d6a925c81f17f47a27b8",
  "payload": "eyJfdHlwZSI6ImFueSJ9",
  "signature": "BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBA==",
  "stored_at": "2026-01-28T12:00:00.123Z"
}
`,
  "store.json": `{
  "version": 1
}
`,
  "trust-grants/7/7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11_2b1d9c60-5f0a-4a53-8c3e-97b1e7f3a011_20260128120000123_0190f3c1-0000-4000-8000-000000000003_active.json":
    `{
  "version": 1,
  "id": "0190f3c1-0000-4000-8000-000000000003",
  "parent_org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
  "child_org_id": "2b1d9c60-5f0a-4a53-8c3e-97b1e7f3a011",
  "granted_at": "2026-01-28T12:00:00.123Z",
  "revoked_at": null
}
`,
  "trusted-keys/7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11/65b60673d6ed884bf01c2c222d82ada0740f29ac3355d6a925c81f17f47a27b8_7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11_20260128120000123_0190f3c1-0000-4000-8000-000000000002_active.json":
    `{
  "version": 1,
  "id": "0190f3c1-0000-4000-8000-000000000002",
  "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
  "key_fingerprint": "65b60673d6ed884bf01c2c222d82ada0740f29ac3355d6a925c81f17f47a27b8",
  "public_key": "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=",
  "key_name": null,
  "trusted_at": "2026-01-28T12:00:00.123Z",
  "revoked_at": null
}
`,
};

Deno.test("a key directory is written to the byte as version 1 has it", async () => {
  const { root, store, close } = await openTemporaryDirectory();
  try {
    await save(store, ROWS);
    await store.masterKeyFile?.write(new TextEncoder().encode("any bytes"), null);
    assert.deepEqual(Object.fromEntries(await readTree(root)), FILES);
  } finally {
    await close();
  }
});

Deno.test("a key directory of version 1 is read", async () => {
  const { root, store, close } = await openTemporaryDirectory();
  try {
    for (const [path, text] of Object.entries(FILES)) {
      await Deno.mkdir(dirname(`${root}/${path}`), { recursive: true, mode: 0o700 });
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
    const page = { limit: 10, offset: 0 };
    const keys = await store.listSigningKeys({ orgId: ORG, includeRevoked: true }, page);
    assert.deepEqual(keys.rows, ROWS.signingKeys);
    assert.deepEqual(await store.trustedKeysOf([ORG], [FINGERPRINT]), ROWS.trustedKeys);
    const grants = await store.trustGrantsOf([ORG], "parent");
    assert.deepEqual(grants, ROWS.grants);
    assert.deepEqual(await store.signaturesOf(HASH), ROWS.signatures);
    const tokens = await store.listApiTokens({ orgId: null, includeRevoked: true }, page);
    assert.deepEqual(tokens.rows, ROWS.apiTokens);
    assert.deepEqual(await store.statementsOf([HASH]), ROWS.statements);
    assert.deepEqual(await store.minimumVersions(ORG, ["billing"]), ROWS.minimumVersions);
    assert.deepEqual(await store.findApiToken(TOKEN_HASH), ROWS.apiTokens[0]);
    assert.equal(
      new TextDecoder().decode(await store.masterKeyFile?.read() ?? undefined),
      "any bytes",
    );
  } finally {
    await close();
  }
});

Deno.test("a key directory from before there were statements and minimum versions takes them", async () => {
  const { root, store, close } = await openTemporaryDirectory();
  try {
    await save(store, { signatures: ROWS.signatures });
    await Deno.remove(`${root}/statements`);
    await Deno.remove(`${root}/minimum-versions`);
    const make = recordBuilder("before statements");
    await readsNothing(store, make);
    const [statement, minimum] = [make.statement(), make.minimumVersion()];
    await save(store, { statements: [statement], minimumVersions: [minimum] });
    assert.deepEqual(await store.statementsOf([statement.packageHash]), [statement]);
    assert.deepEqual(await store.minimumVersions(minimum.orgId, [minimum.name]), [minimum]);
    for (const folder of ["statements", "minimum-versions"]) {
      const { mode } = await Deno.stat(`${root}/${folder}`);
      assert.equal((mode ?? 0) & 0o777, 0o700);
    }
  } finally {
    await close();
  }
});

Deno.test("a key directory from before there were API tokens takes them", async () => {
  const { root, store, close } = await openTemporaryDirectory();
  try {
    await save(store, { signingKeys: ROWS.signingKeys });
    await Deno.remove(`${root}/api-tokens`);
    const filter = { orgId: null, includeRevoked: true };
    const page = { limit: 10, offset: 0 };
    assert.deepEqual(await store.listApiTokens(filter, page), { rows: [], total: 0 });
    const [token] = ROWS.apiTokens;
    assert.equal(await store.findApiToken(token.tokenHash), null);
    assert.equal(await store.apiToken(token.id), null);
    assert.equal(await store.transaction((writer) => writer.revokeApiToken(token.id, ONE)), false);
    assert.equal((await store.migrate()).status.ownTables["API tokens"].isThere, true);
    await save(store, { apiTokens: ROWS.apiTokens });
    assert.deepEqual((await store.listApiTokens(filter, page)).rows, ROWS.apiTokens);
    const { mode } = await Deno.stat(`${root}/api-tokens`);
    assert.equal((mode ?? 0) & 0o777, 0o700);
  } finally {
    await close();
  }
});

/** All files but the generation, which is random. */
async function readTree(root: string, folder = ""): Promise<[string, string][]> {
  const files: [string, string][] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${root}/${folder}`)) {
    const path = `${folder}${name}`;
    if (isDirectory) files.push(...await readTree(root, `${path}/`));
    else if (name !== "generation") files.push([path, await Deno.readTextFile(`${root}/${path}`)]);
  }
  return files;
}
