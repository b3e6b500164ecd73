import assert from "node:assert/strict";
import type { SignatureRecord } from "../../../src/domain/records.ts";
import type { SavedSignature, StoreWriter, Storing } from "../../../src/store/store.ts";
import { later, NOON, type RecordBuilder, recordBuilder } from "../../contracts/records.ts";
import { execute } from "./engine_database.ts";
import { temporarySqlite } from "./temporary_sqlite.ts";

const ALL = { limit: 9, offset: 0 };

const HINT = "nothing was changed; find out which trigger or rule changes them";

Deno.test("a signature that a trigger leaves out is refused, and those of others at the same time are stored", async () => {
  const { store, path, close } = await temporarySqlite();
  try {
    const make = recordBuilder();
    const [good, dropped, better] = [make.signature(), make.signature(), make.signature()];
    execute(path, dropping(dropped));
    const refusal = {
      code: "store_corrupt",
      message: `Cannot store the signatures in the database "${path}": ` +
        "they were not stored as they were written",
      hint: HINT,
    };
    const { fingerprint } = make.signingKey();
    const outcomes = [good, dropped, better].map((row) =>
      store.storing([fingerprint], keeping(row))
    );
    await Promise.all([outcomes[0], assert.rejects(outcomes[1]!, refusal), outcomes[2]]);
    const importing = store.transaction((writer) => writer.importSignatures([dropped]));
    await assert.rejects(importing, refusal);
    const { rows } = await store.listSignatures({ orgId: null, fingerprint: null }, ALL);
    assert.deepEqual(new Set(rows.map(({ id }) => id)), new Set([good.id, better.id]));
  } finally {
    await close();
  }
});

function dropping({ packageHash }: SignatureRecord): string {
  return "CREATE TRIGGER dropping BEFORE INSERT ON package_signatures " +
    `WHEN new.package_hash = '${packageHash}' BEGIN SELECT RAISE(IGNORE); END`;
}

function keeping(row: SignatureRecord): Storing<readonly SavedSignature[]> {
  return {
    signatures: [row],
    statements: [],
    asks: [],
    check: () => Promise.resolve(),
    finish: (saved) => Promise.resolve(saved),
  };
}

/** A row that is added, and a change of it. */
interface Change {
  readonly add: (writer: StoreWriter) => Promise<unknown>;
  readonly change: (writer: StoreWriter) => Promise<unknown>;
}

/** What is changed, the event of it on which table, what undoes it at once (null: nothing), and the change. */
type Case = readonly [
  what: string,
  table: string,
  event: "INSERT" | "UPDATE" | "DELETE",
  undo: string | null,
  toChange: (make: RecordBuilder) => Change,
];

const CASES: readonly Case[] = [
  [
    "a minimum version that is raised",
    "cloacina_minimum_versions",
    "UPDATE",
    "UPDATE cloacina_minimum_versions SET package_version = old.package_version WHERE id = new.id",
    (make) => {
      const row = make.minimumVersion();
      const raised = { ...row, version: "2.0.0" };
      return {
        add: (writer) => writer.saveMinimumVersion(row),
        change: (writer) => writer.saveMinimumVersion(raised),
      };
    },
  ],
  [
    "a first minimum version",
    "cloacina_minimum_versions",
    "INSERT",
    "DELETE FROM cloacina_minimum_versions WHERE id = new.id",
    (make) => adding((writer) => writer.saveMinimumVersion(make.minimumVersion())),
  ],
  [
    "a minimum version that is removed",
    "cloacina_minimum_versions",
    "DELETE",
    null,
    (make) => {
      const row = make.minimumVersion();
      return {
        add: (writer) => writer.saveMinimumVersion(row),
        change: (writer) => writer.removeMinimumVersion(row.orgId, row.name),
      };
    },
  ],
  [
    "a key that is trusted",
    "trusted_keys",
    "INSERT",
    "UPDATE trusted_keys SET public_key = zeroblob(32) WHERE id = new.id",
    (make) => adding((writer) => writer.saveTrustedKey(make.trustedKey())),
  ],
  [
    "a key that is no longer trusted",
    "trusted_keys",
    "UPDATE",
    "UPDATE trusted_keys SET revoked_at = NULL WHERE id = new.id",
    (make) => {
      const row = make.trustedKey();
      return {
        add: (writer) => writer.saveTrustedKey(row),
        change: (writer) => writer.revokeTrustedKey(row.orgId, row.id, later(1)),
      };
    },
  ],
  [
    "a grant",
    "key_trust_acls",
    "INSERT",
    "UPDATE key_trust_acls SET parent_org_id = child_org_id WHERE id = new.id",
    (make) => adding((writer) => writer.saveTrustGrant(make.trustGrant())),
  ],
  [
    "a grant that is revoked",
    "key_trust_acls",
    "UPDATE",
    "UPDATE key_trust_acls SET revoked_at = NULL WHERE id = new.id",
    (make) => {
      const row = make.trustGrant();
      return {
        add: (writer) => writer.saveTrustGrant(row),
        change: (writer) => writer.revokeTrustGrant(row.parentOrgId, row.childOrgId, later(1)),
      };
    },
  ],
  [
    "a signing key that is revoked",
    "signing_keys",
    "UPDATE",
    "UPDATE signing_keys SET revoked_at = NULL WHERE id = new.id",
    (make) => {
      const row = make.signingKey();
      return {
        add: (writer) => writer.addSigningKey(row),
        change: (writer) => writer.revokeSigningKey(row.id, later(1)),
      };
    },
  ],
  [
    "an API token that is revoked",
    "cloacina_api_tokens",
    "UPDATE",
    "UPDATE cloacina_api_tokens SET revoked_at = NULL WHERE id = new.id",
    (make) => {
      const row = make.apiToken();
      return {
        add: (writer) => writer.addApiToken(row),
        change: (writer) => writer.revokeApiToken(row.id, later(1)),
      };
    },
  ],
  [
    "a signature that is removed",
    "package_signatures",
    "DELETE",
    null,
    (make) => {
      const row = make.signature();
      return {
        add: (writer) => writer.saveSignatures([row]),
        change: (writer) => writer.removeSignature(row.id),
      };
    },
  ],
  [
    "a statement that is removed",
    "cloacina_statements",
    "DELETE",
    null,
    (make) => {
      const row = make.statement();
      return {
        add: (writer) => writer.saveStatements([row]),
        change: (writer) => writer.removeStatement(row.id),
      };
    },
  ],
  [
    "a statement that is replaced",
    "cloacina_statements",
    "UPDATE",
    null,
    (make) => {
      const row = make.statement();
      const other = make.statement({ ...row, payload: make.bytes(9), storedAt: NOON });
      return {
        add: (writer) => writer.saveStatements([row]),
        change: (writer) => writer.saveStatements([other, make.statement()]),
      };
    },
  ],
];

function adding(change: Change["change"]): Change {
  return { add: () => Promise.resolve(), change };
}

for (const [what, table, event, undo, toChange] of CASES) {
  const triggers = [
    ["leaves out", `BEFORE ${event} ON ${table} BEGIN SELECT RAISE(IGNORE); END`],
    ...undo === null ? [] : [["undoes", `AFTER ${event} ON ${table} BEGIN ${undo}; END`]],
  ];
  for (const [does, trigger] of triggers) {
    Deno.test(`${what}, which a trigger ${does}, is refused`, async () => {
      const { store, path, close } = await temporarySqlite();
      try {
        const { add, change } = toChange(recordBuilder());
        await store.transaction(add);
        execute(path, `CREATE TRIGGER meddling ${trigger}`);
        await assert.rejects(store.transaction(change), { code: "store_corrupt", hint: HINT });
      } finally {
        await close();
      }
    });
  }
}
