import assert from "node:assert/strict";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { TABLE_NAMES } from "../../contracts/store/table_names.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { withStore } from "./expect_error.ts";
import { READY } from "./ready_status.ts";

const server = await databaseServer();
const make = recordBuilder();

/** What is not as the engine creates it, and works all the same. */
const WORKING: readonly (readonly [string, string])[] = [
  [
    "texts without a limit",
    `alter table signing_keys alter column key_name type text, alter column key_fingerprint type varchar;
      alter table trusted_keys alter column key_name type varchar(1000);
      alter table cloacina_api_tokens alter column role type text;
      alter table cloacina_statements alter column package_hash type text;
      alter table cloacina_minimum_versions alter column package_name type text`,
  ],
  [
    "times to the millisecond",
    "alter table trusted_keys alter column trusted_at type timestamp(3)",
  ],
  [
    "views, also of views",
    TABLE_NAMES.map((name) =>
      `alter table ${name} rename to kept_${name};
        create view passed_${name} as select *, 1 as more from kept_${name};
        create view ${name} as select * from passed_${name}`
    ).join(";"),
  ],
  [
    "a partitioned table",
    `alter table package_signatures rename to old;
      create table package_signatures (like old including defaults, unique (package_hash, key_fingerprint),
        primary key (id, package_hash)) partition by hash (package_hash);
      create table first_half partition of package_signatures for values with (modulus 2, remainder 0);
      create table second_half partition of package_signatures for values with (modulus 2, remainder 1);
      drop table old`,
  ],
];

for (const [what, change] of WORKING) {
  Deno.test(`what works is ready: ${what}`, () =>
    withDatabase(server, async (url) => {
      await withStore(url, async (store) => void await store.migrate());
      await execute(url, change);
      await withStore(url, async (store) => {
        assert.deepEqual(await store.schemaStatus(), READY);
        assert.deepEqual(await store.migrate(), { status: READY, made: [] });
        await requireWorking(store);
      });
    }));
}

async function requireWorking(store: Store): Promise<void> {
  const [key, trusted, grant] = [make.signingKey(), make.trustedKey(), make.trustGrant()];
  const [signature, token] = [make.signature(), make.apiToken()];
  const [statement, minimum] = [make.statement(), make.minimumVersion()];
  for (let time = 0; time < 2; time++) {
    await store.transaction(async (writer) => {
      await writer.lock("signing keys");
      if (time === 0) await writer.addSigningKey(key);
      if (time === 0) await writer.addApiToken(token);
      await writer.saveTrustedKey(trusted);
      await writer.saveTrustGrant(grant);
      await writer.saveSignatures([signature]);
      await writer.saveStatements([statement]);
      await writer.lock("minimum versions");
      await writer.saveMinimumVersion(minimum);
    });
  }
  assert.deepEqual(await store.signingKey(key.id), key);
  assert.deepEqual(await store.apiToken(token.id), token);
  assert.deepEqual(await store.trustedKeysOf(null, [trusted.fingerprint]), [trusted]);
  assert.deepEqual(await store.signaturesOf(signature.packageHash), [signature]);
  assert.deepEqual(await store.statementsOf([statement.packageHash]), [statement]);
  assert.deepEqual(await store.minimumVersions(minimum.orgId, [minimum.name]), [minimum]);
  const revoked = make.signingKey().createdAt;
  await store.transaction(async (writer) => {
    assert.equal(await writer.revokeSigningKey(key.id, revoked), true);
    assert.equal(await writer.revokeTrustGrant(grant.parentOrgId, grant.childOrgId, revoked), true);
    assert.equal(await writer.removeStatement(statement.id), true);
    const { orgId, name } = minimum;
    assert.deepEqual(await writer.removeMinimumVersion(orgId, name), [minimum]);
  });
}
