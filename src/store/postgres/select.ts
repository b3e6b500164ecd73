import type { Listing, Page } from "../store.ts";
import type { Parameter, RunStatement } from "./connection.ts";
import type { RowFormat } from "./rows.ts";
import { IS_STANDBY } from "./standby.ts";
import { qualified, type Tables } from "./tables.ts";

/** Makes a value a parameter, and gives its placeholder. */
export type Bind = (value: Parameter) => string;

/** What rows must fulfil, all of it; what is null is no condition. */
export type Conditions = (bind: Bind) => readonly (string | null)[];

/** The rows that fulfil the conditions. `ending` follows them, such as an order. Throws `store_corrupt`. */
export async function selectRows<Kept>(
  run: RunStatement,
  tables: Tables,
  format: RowFormat<Kept>,
  conditions: Conditions,
  ending: (bind: Bind) => string = () => "",
): Promise<readonly Kept[]> {
  const { bind, parameters } = binder();
  const columns = [...format.columns, IS_STANDBY].join(", ");
  const source = `from ${qualified(tables, format.table)}${where(conditions(bind))}`;
  const { rows } = await run(`select ${columns} ${source} ${ending(bind)}`, parameters);
  return rows.map((values) => format.read({ values, table: format.table, label: tables.label }));
}

/** The one row that fulfils the conditions, which are by what is unique. Throws `store_corrupt`. */
export async function selectRow<Kept>(
  run: RunStatement,
  tables: Tables,
  format: RowFormat<Kept>,
  conditions: Conditions,
): Promise<Kept | null> {
  const [row] = await selectRows(run, tables, format, conditions);
  return row ?? null;
}

/** A slice of the rows, oldest first and then by id, with how many there are. Throws `store_corrupt`. */
export async function listRows<Kept>(
  run: RunStatement,
  tables: Tables,
  format: RowFormat<Kept>,
  conditions: Conditions,
  { limit, offset }: Page,
): Promise<Listing<Kept>> {
  const slice = (bind: Bind) =>
    `order by ${format.time}, id limit ${bind(limit)} offset ${bind(offset)}`;
  const rows = await selectRows(run, tables, format, conditions, slice);
  return { rows, total: await countRows(run, qualified(tables, format.table), conditions) };
}

async function countRows(
  run: RunStatement,
  table: string,
  conditions: Conditions,
): Promise<number> {
  const { bind, parameters } = binder();
  const statement = `select count(*) as total, ${IS_STANDBY} from ${table}${
    where(conditions(bind))
  }`;
  const { rows } = await run(statement, parameters);
  return Number(rows[0]?.["total"]);
}

function binder(): { readonly bind: Bind; readonly parameters: readonly Parameter[] } {
  const parameters: Parameter[] = [];
  return { parameters, bind: (value) => `$${parameters.push(value)}` };
}

function where(conditions: readonly (string | null)[]): string {
  const given = conditions.filter((condition) => condition !== null);
  return given.length === 0 ? "" : ` where ${given.join(" and ")}`;
}
