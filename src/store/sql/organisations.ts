import type { OrgId } from "../../domain/ids.ts";
import type { Organisation } from "../../domain/organisation.ts";
import { corruptRecord } from "../store_errors.ts";
import { isActive } from "./conditions.ts";
import { type SqlSession, statement } from "./session.ts";
import type { Column, Table } from "./columns.ts";
import { SIGNING_KEYS, TRUST_GRANTS, TRUSTED_KEYS } from "./tables.ts";

type Counts = ReadonlyMap<OrgId, number>;

/**
 * Every organisation in the tables of keys and grants, in ascending order, with how many active keys it has: one
 * statement for each column of organisations, however many there are. Throws `store_corrupt`.
 */
export async function organisations(session: SqlSession): Promise<readonly Organisation[]> {
  const { parentOrgId, childOrgId } = TRUST_GRANTS.columns;
  const [signing] = await countActive(session, SIGNING_KEYS, [SIGNING_KEYS.columns.orgId]);
  const [trusted] = await countActive(session, TRUSTED_KEYS, [TRUSTED_KEYS.columns.orgId]);
  const grants = await countActive(session, TRUST_GRANTS, [parentOrgId, childOrgId]);
  const orgIds = new Set([signing!, trusted!, ...grants].flatMap((counts) => [...counts.keys()]));
  return [...orgIds].sort().map((orgId) => ({
    orgId,
    signingKeys: signing!.get(orgId) ?? 0,
    trustedKeys: trusted!.get(orgId) ?? 0,
  }));
}

/** For each column, how many rows of each organisation are active: none for one that has only revoked ones. */
async function countActive(
  session: SqlSession,
  table: Table,
  columns: readonly Column<OrgId>[],
): Promise<readonly Counts[]> {
  const { dialect } = session;
  const answers = await session.read(
    table,
    (name) =>
      columns.map((column) =>
        statement(dialect, (bind) => {
          const selected = dialect.selected(table, column);
          const active = `count(*) filter (where ${isActive(bind)}) as active`;
          return `select ${selected}, ${active} from ${name} group by ${column.name}`;
        })
      ),
  );
  return columns.map((column, index) =>
    new Map((answers[index] ?? []).map((row) => [
      readOrgId(session, { table, column, stored: row[column.name] }),
      Number(row["active"]),
    ]))
  );
}

function readOrgId(
  { dialect, place }: SqlSession,
  { table, column, stored }: {
    readonly table: Table;
    readonly column: Column<OrgId>;
    readonly stored: unknown;
  },
): OrgId {
  const id = dialect.formats.uuid.decode(stored);
  if (id !== undefined) return id as OrgId;
  throw corruptRecord(
    `a row of ${table.name} in ${place}`,
    `its ${column.name} is not ${column.what}`,
  );
}
