import {
  formatPosition,
  type ListPosition,
  noPosition,
  parsePosition,
} from "../../domain/list_position.ts";
import type { Page } from "../../domain/list_slice.ts";
import type { Listing } from "../store.ts";
import type { Parameter, RunStatement, StatementResult } from "./connection.ts";
import type { RowFormat } from "./rows.ts";
import { IS_STANDBY } from "./standby.ts";
import { qualified, type Tables } from "./tables.ts";

/** A row's values by column, as the driver gives them. */
type Values = StatementResult["rows"][number];

/** How the server writes a time of the years 1 to 9999. */
const SERVER_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/;

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
  const rows = await selectValues(run, tables, format, conditions, ending);
  return rows.map((values) => readValues(tables, format, values));
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
  { limit, offset, after }: Page,
): Promise<Listing<Kept>> {
  const start = after === undefined ? null : readPosition(after);
  const following: Conditions = (bind) => [
    ...conditions(bind),
    start === null
      ? null
      : `(${format.time}, id) > (${bind(start.time)}::timestamp, ${bind(start.id)}::uuid)`,
  ];
  // One more tells whether others follow.
  const slice = (bind: Bind) =>
    `order by ${format.time}, id limit ${bind(limit + 1)} offset ${bind(start ? 0 : offset)}`;
  const found = await selectValues(run, tables, format, following, slice);
  const last = found.length > limit ? found[limit - 1] : undefined;
  return {
    rows: found.slice(0, limit).map((values) => readValues(tables, format, values)),
    total: await countRows(run, qualified(tables, format.table), conditions),
    ...(last !== undefined && { next: positionOf(format, last) }),
  };
}

async function selectValues(
  run: RunStatement,
  tables: Tables,
  format: Pick<RowFormat<unknown>, "table" | "columns">,
  conditions: Conditions,
  ending: (bind: Bind) => string,
): Promise<readonly Values[]> {
  const { bind, parameters } = binder();
  const columns = [...format.columns, IS_STANDBY].join(", ");
  const source = `from ${qualified(tables, format.table)}${where(conditions(bind))}`;
  return (await run(`select ${columns} ${source} ${ending(bind)}`, parameters)).rows;
}

function readValues<Kept>({ label }: Tables, format: RowFormat<Kept>, values: Values): Kept {
  return format.read({ values, table: format.table, label });
}

/** To the microsecond, as the server has it: a Date would cut that off. */
function positionOf({ time }: Pick<RowFormat<unknown>, "time">, values: Values): string {
  return formatPosition({ time: String(values[time]), id: String(values["id"]) });
}

/** Throws `invalid_request` where the time is none that the server writes. */
function readPosition(text: string): ListPosition {
  const position = parsePosition(text);
  if (SERVER_TIME.test(position.time) && isMoment(position.time)) return position;
  throw noPosition();
}

/** A day that there is not, such as February 30, would be read as another one. */
function isMoment(time: string): boolean {
  const seconds = time.slice(0, "2026-01-28 12:00:00".length).replace(" ", "T");
  const moment = new Date(`${seconds}Z`);
  const isReal = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(seconds);
  return isReal && moment.getUTCFullYear() >= 1;
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
