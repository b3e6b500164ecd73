import type { ApiTokenRecord } from "../../domain/api_token.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { SeedChange, StoreWriter } from "../store.ts";
import { idTaken, keyNameTaken, storedOtherwise, tokenTaken } from "../store_errors.ts";
import { addRow, removeRows, revokeRows, saveRow } from "./change_rows.ts";
import { all, equals } from "./conditions.ts";
import { sqlReader } from "./reader.ts";
import { columnValue } from "./record_row.ts";
import { importSignatures, saveSignatures } from "./save_signatures.ts";
import { saveStatements } from "./save_statements.ts";
import { selectRecord, selectRecords } from "./select.ts";
import { type SqlSession, statement } from "./session.ts";
import type { Column } from "./columns.ts";
import {
  API_TOKENS,
  MINIMUM_VERSIONS,
  SIGNATURES,
  SIGNING_KEYS,
  STATEMENTS,
  TRUST_GRANTS,
  TRUSTED_KEYS,
} from "./tables.ts";

/** The parts that each database does in its own way. */
type OwnParts = Pick<StoreWriter, "hold" | "lock">;

/** Reads and changes records of all tables, within the transaction of the session. */
export function sqlWriter(session: SqlSession, ownParts: OwnParts): StoreWriter {
  const is = <Value>(column: Column<Value>, value: NoInfer<Value>) =>
    equals(session, column, value);
  return {
    ...sqlReader(session),
    ...ownParts,
    writeMasterKeyFile: null,
    addSigningKey: (key) => addSigningKey(session, key),
    revokeSigningKey: (id, at) =>
      revokeRows(session, SIGNING_KEYS, { where: is(SIGNING_KEYS.columns.id, id), at }),
    replaceSealedSeeds: (changes) => replaceSealedSeeds(session, changes),
    saveTrustedKey: (key) => saveRow(session, TRUSTED_KEYS, key),
    revokeTrustedKey: (orgId, id, at) => {
      const { columns } = TRUSTED_KEYS;
      const where = all(is(columns.orgId, orgId), is(columns.id, id));
      return revokeRows(session, TRUSTED_KEYS, { where, at });
    },
    saveTrustGrant: (grant) => saveRow(session, TRUST_GRANTS, grant),
    revokeTrustGrant: (parent, child, at) => {
      const { columns } = TRUST_GRANTS;
      const where = all(is(columns.parentOrgId, parent), is(columns.childOrgId, child));
      return revokeRows(session, TRUST_GRANTS, { where, at });
    },
    saveSignatures: (signatures) => saveSignatures(session, signatures),
    importSignatures: (signatures) => importSignatures(session, signatures),
    removeSignature: (id) => removeRows(session, SIGNATURES, is(SIGNATURES.columns.id, id)),
    saveStatements: (statements) => saveStatements(session, statements),
    removeStatement: (id) => removeRows(session, STATEMENTS, is(STATEMENTS.columns.id, id)),
    saveMinimumVersion: (minimum) => saveRow(session, MINIMUM_VERSIONS, minimum),
    removeMinimumVersion: async (orgId, name) => {
      const { columns } = MINIMUM_VERSIONS;
      const where = all(is(columns.orgId, orgId), is(columns.name, name));
      const rows = await selectRecords(session, MINIMUM_VERSIONS, { where });
      return rows.length > 0 && await removeRows(session, MINIMUM_VERSIONS, where) ? rows : [];
    },
    addApiToken: (token) => addApiToken(session, token),
    revokeApiToken: (id, at) =>
      revokeRows(session, API_TOKENS, { where: is(API_TOKENS.columns.id, id), at }),
  };
}

/** An error of the database would undo the whole transaction, and its work may want to go on. */
async function addSigningKey(session: SqlSession, key: SigningKeyRecord): Promise<void> {
  if (await addRow(session, SIGNING_KEYS, key)) return;
  const { orgId, name } = SIGNING_KEYS.columns;
  const where = all(equals(session, orgId, key.orgId), equals(session, name, key.name));
  const namesake = await selectRecord(session, SIGNING_KEYS, where);
  throw namesake === null ? idTaken(session.place) : keyNameTaken(key.name);
}

/** One statement that changes the rows, and one that counts those that have what was given. */
async function replaceSealedSeeds(
  session: SqlSession,
  changes: readonly SeedChange[],
): Promise<number> {
  const { dialect, place } = session;
  const { name: table, columns: { sealedSeed } } = SIGNING_KEYS;
  for (const change of changes) columnValue(session, sealedSeed, change.sealedSeed);
  const given = dialect.given([
    { name: "id", kind: "uuid", values: changes.map(({ id }) => id) },
    { name: "previous", kind: "bytes", values: changes.map(({ old }) => old) },
    { name: "sealed", kind: "bytes", values: changes.map((change) => change.sealedSeed) },
  ]);
  const has = (value: "previous" | "sealed") =>
    `${table}.id = given.id and ${table}.${sealedSeed.name} = given.${value}`;
  const replaced = await session.change(
    SIGNING_KEYS,
    (name) =>
      statement(
        dialect,
        (bind) =>
          `update ${name} set ${sealedSeed.name} = given.sealed from ${given(bind)} where ${
            has("previous")
          }`,
      ),
  );
  const [[count] = []] = await session.read(SIGNING_KEYS, (name) => [
    statement(
      dialect,
      (bind) =>
        `select ${dialect.selected(SIGNING_KEYS, "total")} from ${name}, ${given(bind)} where ${
          has("sealed")
        }`,
    ),
  ]);
  if (Number(count?.["total"]) < replaced) {
    throw storedOtherwise("replace the sealed private keys in", place);
  }
  return replaced;
}

async function addApiToken(session: SqlSession, token: ApiTokenRecord): Promise<void> {
  if (!await addRow(session, API_TOKENS, token)) throw tokenTaken(token.id);
}
