import assert from "node:assert/strict";
import type { DatabaseSync } from "node:sqlite";
import * as statements from "../../../src/store/sqlite/statements.ts";
import { withDatabase } from "./engine_database.ts";
import { temporaryEngineDatabase, temporarySqlite } from "./temporary_sqlite.ts";

/** Every statement that reads, by what it does. */
const READING: Readonly<Record<string, string>> = {
  "key by id": statements.SIGNING_KEY_BY_ID,
  "key by name": statements.SIGNING_KEY_BY_NAME,
  "key by prefix": statements.signingKeysByPrefix(false),
  "key of an organisation by prefix": statements.signingKeysByPrefix(true),
  "trusted keys": statements.trustedKeysByFingerprint(true),
  "trusted keys of everybody": statements.trustedKeysByFingerprint(false),
  "grants given": statements.trustGrants("parent"),
  "grants got": statements.trustGrants("child"),
  "signatures of a package": statements.SIGNATURES_OF,
  "token by id": statements.API_TOKEN_BY_ID,
  "token by hash": statements.API_TOKEN_BY_HASH,
};

const CHANGING: Readonly<Record<string, string>> = {
  "revoke a key": statements.REVOKE_SIGNING_KEY,
  "seal anew": statements.REPLACE_SEALED_SEED,
  "revoke trust": statements.REVOKE_TRUSTED_KEY,
  "revoke a grant": statements.REVOKE_TRUST_GRANT,
  "revoke a token": statements.REVOKE_API_TOKEN,
};

const LISTING: Readonly<Record<string, statements.ListingStatements>> = {
  "keys of an organisation": statements.signingKeyListing(true, false),
  "all keys of an organisation": statements.signingKeyListing(true, true),
  "keys": statements.signingKeyListing(false, false),
  "all keys": statements.signingKeyListing(false, true),
  "trusted keys of an organisation": statements.trustedKeyListing(true, false),
  "all trusted keys of an organisation": statements.trustedKeyListing(true, true),
  "signatures": statements.signatureListing(false, false),
  "signatures of an organisation": statements.signatureListing(true, false),
  "signatures by a key": statements.signatureListing(false, true),
};

Deno.test("no look-up or change walks through a table, in our database and in the engine's", async () => {
  for (const open of [temporarySqlite, () => temporaryEngineDatabase("wal")]) {
    const { path, close } = await open();
    withDatabase(path, (database) => {
      for (const [what, sql] of Object.entries({ ...READING, ...CHANGING })) {
        const scans = planOf(database, sql).filter(isScanOfTable);
        assert.deepEqual(scans, [], `${what}: ${scans}`);
      }
    });
    await close();
  }
});

Deno.test("a page of a listing is read in its order, without sorting", async () => {
  const { path, close } = await temporarySqlite();
  withDatabase(path, (database) => {
    for (const [what, { page, total }] of Object.entries(LISTING)) {
      const plan = planOf(database, page);
      assert.deepEqual(plan.filter((step) => /TEMP B-TREE/.test(step)), [], `${what}: ${plan}`);
      assert.match(plan.join(), /USING (COVERING )?INDEX idx_\w+_time/, what);
      assert.match(planOf(database, total).join(), /USING COVERING INDEX/, what);
    }
  });
  await close();
});

Deno.test("trusted keys of several organisations, signatures of one by a key, and tokens of one use an index", async () => {
  for (const open of [temporarySqlite, () => temporaryEngineDatabase("wal")]) {
    const { path, close } = await open();
    withDatabase(path, (database) => {
      for (
        const { page, total } of [
          statements.trustedKeyListing(false, false),
          statements.trustedKeyListing(false, true),
          statements.signatureListing(true, true),
          statements.apiTokenListing(true, false),
          statements.apiTokenListing(true, true),
        ]
      ) {
        for (const sql of [page, total]) {
          const scans = planOf(database, sql).filter(isScanOfTable);
          assert.deepEqual(scans, [], scans.join());
        }
      }
    });
    await close();
  }
});

Deno.test("in the engine's database a listing of an organisation reads its rows only", async () => {
  const { path, close } = await temporaryEngineDatabase("wal");
  withDatabase(path, (database) => {
    for (const [what, { page, total }] of Object.entries(LISTING)) {
      if (!/of an organisation|by a key/.test(what)) continue;
      for (const sql of [page, total]) {
        const scans = planOf(database, sql).filter(isScanOfTable);
        assert.deepEqual(scans, [], `${what}: ${scans}`);
      }
    }
  });
  await close();
});

Deno.test("a package's signatures are looked up as the engine looks them up", async () => {
  const engineQuery = `SELECT package_signatures.id, package_signatures.package_hash,
    package_signatures.key_fingerprint, package_signatures.signature, package_signatures.signed_at,
    package_signatures.org_id FROM package_signatures
    WHERE (package_signatures.package_hash = ?) LIMIT ?`;
  const { path, close } = await temporaryEngineDatabase("wal");
  withDatabase(path, (database) => {
    assert.deepEqual(planOf(database, statements.SIGNATURES_OF), planOf(database, engineQuery));
  });
  await close();
});

function planOf(database: DatabaseSync, sql: string): readonly string[] {
  const values = Array((sql.match(/\?/g) ?? []).length).fill(null);
  return database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values).map(({ detail }) =>
    String(detail)
  );
}

/** The list of organisations that a statement is given is walked through. */
function isScanOfTable(step: string): boolean {
  return step.startsWith("SCAN") && !/^SCAN json_each/.test(step);
}
