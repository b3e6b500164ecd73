import type { OrgId } from "../../domain/ids.ts";
import { corruptRecord } from "../store_errors.ts";
import { type SqlSession, statement } from "./session.ts";
import { type Column, SIGNING_KEYS, type Table, TRUST_GRANTS, TRUSTED_KEYS } from "./tables.ts";

/** Where the IDs of organisations are. */
const SOURCES: readonly (readonly [Table, readonly Column<OrgId>[]])[] = [
  [SIGNING_KEYS, [SIGNING_KEYS.columns.orgId]],
  [TRUSTED_KEYS, [TRUSTED_KEYS.columns.orgId]],
  [TRUST_GRANTS, [TRUST_GRANTS.columns.parentOrgId, TRUST_GRANTS.columns.childOrgId]],
];

/** Every organisation in the tables of keys and grants, in ascending order. Throws `store_corrupt`. */
export async function orgIds(session: SqlSession): Promise<readonly OrgId[]> {
  const found = new Set<OrgId>();
  for (const [table, columns] of SOURCES) {
    for (const id of await distinctIds(session, table, columns)) found.add(id);
  }
  return [...found].sort();
}

async function distinctIds(
  session: SqlSession,
  table: Table,
  columns: readonly Column<OrgId>[],
): Promise<readonly OrgId[]> {
  const { dialect, place } = session;
  const answers = await session.read(
    table,
    (name) =>
      columns.map((column) =>
        statement(dialect, () => `select distinct ${dialect.selected(table, column)} from ${name}`)
      ),
  );
  return columns.flatMap((column, index) =>
    (answers[index] ?? []).map((row) => {
      const id = dialect.formats.uuid.decode(row[column.name]);
      if (id !== undefined) return id as OrgId;
      const name = `a row of ${table.name} in ${place}`;
      throw corruptRecord(name, `its ${column.name} is not ${column.what}`);
    })
  );
}
