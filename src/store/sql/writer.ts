import type { ApiTokenRecord } from "../../domain/api_token.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { SeedChange, StoreWriter } from "../store.ts";
import { idTaken, keyNameTaken, storedOtherwise, tokenTaken } from "../store_errors.ts";
import { all, equals, isActive } from "./conditions.ts";
import { sqlReader } from "./reader.ts";
import { columnValue, rowValues } from "./record_row.ts";
import { importSignatures, saveSignatures } from "./save_signatures.ts";
import { selectRecord } from "./select.ts";
import { type Bind, type Fragment, type SqlSession, statement } from "./session.ts";
import {
  API_TOKENS,
  type Column,
  columnsOf,
  SIGNATURES,
  SIGNING_KEYS,
  type Table,
  TRUST_GRANTS,
  TRUSTED_KEYS,
} from "./tables.ts";

/** The parts that each database does in its own way. */
type OwnParts = Pick<StoreWriter, "hold" | "lockSigningKeys" | "lockRemovals">;

/** Reads and changes records of the five tables, within the transaction of the session. */
export function sqlWriter(session: SqlSession, ownParts: OwnParts): StoreWriter {
  const is = <Value>(column: Column<Value>, value: NoInfer<Value>) =>
    equals(session, column, value);
  const revoke = async (table: Revocable, where: Fragment, at: Date) => {
    const revokedAt = { column: table.columns.revokedAt, value: at };
    return await update(session, table, { ...revokedAt, where: all(where, isActive) }) > 0;
  };
  return {
    ...sqlReader(session),
    ...ownParts,
    writeMasterKeyFile: null,
    addSigningKey: (key) => addSigningKey(session, key),
    revokeSigningKey: (id, at) => revoke(SIGNING_KEYS, is(SIGNING_KEYS.columns.id, id), at),
    replaceSealedSeeds: (changes) => replaceSealedSeeds(session, changes),
    saveTrustedKey: (key) => save(session, TRUSTED_KEYS, key),
    revokeTrustedKey: (orgId, id, at) => {
      const { columns } = TRUSTED_KEYS;
      return revoke(TRUSTED_KEYS, all(is(columns.orgId, orgId), is(columns.id, id)), at);
    },
    saveTrustGrant: (grant) => save(session, TRUST_GRANTS, grant),
    revokeTrustGrant: (parent, child, at) => {
      const { columns } = TRUST_GRANTS;
      const where = all(is(columns.parentOrgId, parent), is(columns.childOrgId, child));
      return revoke(TRUST_GRANTS, where, at);
    },
    saveSignatures: (signatures) => saveSignatures(session, signatures),
    importSignatures: (signatures) => importSignatures(session, signatures),
    removeSignature: (id) => remove(session, SIGNATURES, is(SIGNATURES.columns.id, id)),
    addApiToken: (token) => addApiToken(session, token),
    revokeApiToken: (id, at) => revoke(API_TOKENS, is(API_TOKENS.columns.id, id), at),
  };
}

/** A table of rows that can be revoked. */
type Revocable = Table & { readonly columns: { readonly revokedAt: Column<Date | null> } };

/** An error of the database would undo the whole transaction, and its work may want to go on. */
async function addSigningKey(session: SqlSession, key: SigningKeyRecord): Promise<void> {
  if (await add(session, SIGNING_KEYS, key)) return;
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
  if (!await add(session, API_TOKENS, token)) throw tokenTaken(token.id);
}

/** Adds a row. False where another one has its id, or what is unique. */
async function add<Row>(session: SqlSession, table: Table<Row>, record: Row): Promise<boolean> {
  const values = rowValues(session, table, record);
  return await session.change(
    table,
    (name) =>
      statement(
        session.dialect,
        (bind) => `${insert(table, name, values.map(bind))} on conflict do nothing`,
      ),
  ) > 0;
}

/** Adds a row; or replaces all values of the existing row but the ID. */
async function save<Row>(session: SqlSession, table: Table<Row>, record: Row): Promise<void> {
  const values = rowValues(session, table, record);
  const replaced = columnsOf(table).map(({ name }) => name)
    .filter((name) => name !== "id" && !table.unique.includes(name))
    .map((name) => `${name} = excluded.${name}`);
  await session.change(table, (name) =>
    statement(session.dialect, (bind) => {
      const target = `on conflict (${table.unique.join(", ")})`;
      const row = insert(table, name, values.map(bind));
      return `${row} ${target} do update set ${replaced.join(", ")}`;
    }));
}

async function remove(session: SqlSession, table: Table, where: Fragment): Promise<boolean> {
  const removed = await session.change(
    table,
    (name) => statement(session.dialect, (bind) => `delete from ${name} where ${where(bind)}`),
  );
  return removed > 0;
}

/** A new value for one column, and in which rows. */
interface Update<Value> {
  readonly column: Column<Value>;
  readonly value: Value;
  readonly where: Fragment;
}

async function update<Value>(
  session: SqlSession,
  table: Table,
  { column, value, where }: Update<Value>,
): Promise<number> {
  const stored = columnValue(session, column, value);
  return await session.change(
    table,
    (name) =>
      statement(
        session.dialect,
        (bind: Bind) => `update ${name} set ${column.name} = ${bind(stored)} where ${where(bind)}`,
      ),
  );
}

function insert(table: Table, name: string, placeholders: readonly string[]): string {
  const columns = columnsOf(table).map((column) => column.name).join(", ");
  return `insert into ${name} (${columns}) values (${placeholders.join(", ")})`;
}
