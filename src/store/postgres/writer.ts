import { CloacinaError } from "../../errors.ts";
import type { StoreWriter } from "../store.ts";
import type { RunStatement } from "./connection.ts";
import { hold } from "./hold.ts";
import { reader } from "./reader.ts";
import {
  API_TOKEN_ROWS,
  type RowFormat,
  SIGNATURE_ROWS,
  SIGNING_KEY_ROWS,
  timestamp,
  TRUST_GRANT_ROWS,
  TRUSTED_KEY_ROWS,
} from "./rows.ts";
import { qualified, type Tables } from "./tables.ts";
import { withApiTokens } from "./with_api_tokens.ts";

/** Reads and changes rows in the transaction whose statements `run` runs. */
export function writer(run: RunStatement, tables: Tables): StoreWriter {
  const keys = qualified(tables, SIGNING_KEY_ROWS.table);
  const touches = async (statement: string, parameters: Parameters<RunStatement>[1]) =>
    (await run(statement, parameters)).count > 0;
  return {
    ...reader((work) => work(run, tables), tables.label),
    hold: (holds) => hold(run, tables.label, holds),
    addSigningKey: async (key) => {
      // An error of the database would undo the whole transaction, and its work may want to go on.
      const statement = `${insertInto(tables, SIGNING_KEY_ROWS)}
        on conflict (org_id, key_name) do nothing`;
      if (!await touches(statement, SIGNING_KEY_ROWS.write(key))) throw duplicateName(key.name);
    },
    revokeSigningKey: (id, at) =>
      touches(`update ${keys} set revoked_at = $2 where id = $1 and revoked_at is null`, [
        id,
        timestamp(at),
      ]),
    lockSigningKeys: async () => {
      await run(`lock table ${keys} in share row exclusive mode`);
    },
    replaceSealedSeed: async (id, sealedSeed) => {
      const statement = `update ${keys} set encrypted_private_key = $2 where id = $1`;
      if (!await touches(statement, [id, sealedSeed])) throw noSuchKey(id);
    },
    writeMasterKeyFile: null,
    saveTrustedKey: async (key) => {
      const statement = `${insertInto(tables, TRUSTED_KEY_ROWS)}
        on conflict (org_id, key_fingerprint) do update set public_key = excluded.public_key,
          key_name = excluded.key_name, trusted_at = excluded.trusted_at,
          revoked_at = excluded.revoked_at`;
      await run(statement, TRUSTED_KEY_ROWS.write(key));
    },
    revokeTrustedKey: (orgId, fingerprint, at) =>
      touches(
        `update ${qualified(tables, TRUSTED_KEY_ROWS.table)} set revoked_at = $3
          where org_id = $1 and key_fingerprint = $2 and revoked_at is null`,
        [orgId, fingerprint, timestamp(at)],
      ),
    saveTrustGrant: async (grant) => {
      const statement = `${insertInto(tables, TRUST_GRANT_ROWS)}
        on conflict (parent_org_id, child_org_id) do update set
          granted_at = excluded.granted_at, revoked_at = excluded.revoked_at`;
      await run(statement, TRUST_GRANT_ROWS.write(grant));
    },
    revokeTrustGrant: (parent, child, at) =>
      touches(
        `update ${qualified(tables, TRUST_GRANT_ROWS.table)} set revoked_at = $3
          where parent_org_id = $1 and child_org_id = $2 and revoked_at is null`,
        [parent, child, timestamp(at)],
      ),
    saveSignature: async (signature) => {
      await run(saveSignature(tables), SIGNATURE_ROWS.write(signature));
    },
    importSignature: (signature) => {
      const { table } = SIGNATURE_ROWS;
      const statement = `${saveSignature(tables)}
        where ${table}.org_id is null or ${table}.org_id = excluded.org_id`;
      return touches(statement, SIGNATURE_ROWS.write(signature));
    },
    addApiToken: async (token) => {
      const statement = `${insertInto(tables, API_TOKEN_ROWS)} on conflict do nothing`;
      const add = () => touches(statement, API_TOKEN_ROWS.write(token));
      if (!await withApiTokens(tables.label, add)) throw duplicateToken(token.id);
    },
    revokeApiToken: (id, at) => {
      const statement = `update ${qualified(tables, API_TOKEN_ROWS.table)} set revoked_at = $2
        where id = $1 and revoked_at is null`;
      return withApiTokens(tables.label, () => touches(statement, [id, timestamp(at)]));
    },
  };
}

function insertInto(
  tables: Tables,
  { table, columns }: Pick<RowFormat<unknown>, "table" | "columns">,
): string {
  const values = columns.map((_, index) => `$${index + 1}`).join(", ");
  return `insert into ${qualified(tables, table)} (${columns.join(", ")}) values (${values})`;
}

function saveSignature(tables: Tables): string {
  return `${insertInto(tables, SIGNATURE_ROWS)}
    on conflict (package_hash, key_fingerprint) do update set
      signature = excluded.signature, signed_at = excluded.signed_at, org_id = excluded.org_id`;
}

function duplicateName(keyName: string): CloacinaError {
  return new CloacinaError(
    "duplicate_name",
    `Cannot add the key ${keyName}: the organisation has a key of this name already`,
    { hint: "the name of a revoked key is not free either: choose another --name" },
  );
}

function noSuchKey(id: string): CloacinaError {
  return new CloacinaError("key_not_found", `Cannot seal the key ${id} anew: there is no such key`);
}

function duplicateToken(id: string): CloacinaError {
  const state = "there is one with this id or this hash already";
  return new CloacinaError("target_exists", `Cannot add the API token ${id}: ${state}`);
}
