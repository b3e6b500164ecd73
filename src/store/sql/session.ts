import type { Bytes } from "../../crypto/bytes.ts";
import type { Column, ColumnKind, ColumnValues, Table } from "./columns.ts";

/** A value of a statement. Times, UUIDs and lists are in a form of the database. */
export type SqlValue = string | number | Uint8Array | null;

/** A row by column, as the database's driver gives it. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** A statement, and the values of its placeholders in order. */
export interface Statement {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/**
 * Adds a value to a statement, and gives its placeholder. To be called in the order of the placeholders in the text.
 */
export type Bind = (value: SqlValue) => string;

/** A part of a statement. */
export type Fragment = (bind: Bind) => string;

/** How a database stores the values of a kind of column. */
export interface ValueFormat<Value> {
  readonly encode: (value: Value) => SqlValue;
  /** Undefined where the stored value is of another kind. */
  readonly decode: (stored: unknown) => Value | undefined;
}

/** A column of values that a statement is given. */
export type GivenColumn =
  | { readonly name: string; readonly kind: "uuid"; readonly values: readonly string[] }
  | { readonly name: string; readonly kind: "bytes"; readonly values: readonly Bytes[] };

/** Where the SQL of Postgres and SQLite differs. */
export interface Dialect {
  readonly formats: { readonly [Kind in ColumnKind]: ValueFormat<ColumnValues[Kind]> };
  readonly placeholder: (position: number) => string;
  /** What stands between `select` and `from` for rows of the table, for their number, as `total`, and for one column. */
  readonly selected: (table: Table, what: "rows" | "total" | Column) => string;
  /** Whether a column of UUIDs, or of digests in hex, has one of these. */
  readonly isOneOf: (column: Column, values: readonly string[]) => Fragment;
  /** A table of these columns of UUIDs or bytes, all with as many values, for a `from`. */
  readonly given: (columns: readonly GivenColumn[]) => Fragment;
  /** By which a table is walked, its condition from a position, and the column of a row that is the position. */
  readonly walk: {
    readonly column: string;
    readonly isAfter: (table: string, position: string) => Fragment;
    readonly positionIn: string;
  };
  /** What an insert takes its rows from: at most `mostRows`, each with the values of these columns. */
  readonly source: (columns: readonly Column[], rows: readonly (readonly SqlValue[])[]) => Fragment;
  readonly mostRows: number;
  /** A column in a condition for which no index is to be used. */
  readonly withoutIndex: (column: Column) => string;
  /** Whether text is a time as the database writes it. */
  readonly isTimeText: (text: string) => boolean;
}

/** Reads and changes the tables of one database: in transactions of their own, or in one that is open. */
export interface SqlSession {
  readonly dialect: Dialect;
  /** What errors call the database. */
  readonly place: string;
  /** The rows of each statement, all as they were at one moment. `table` is its name in a statement. */
  readonly read: (
    table: Table,
    statements: (table: string) => readonly Statement[],
  ) => Promise<readonly (readonly SqlRow[])[]>;
  /** How many rows the statement changed. Throws `target_exists` where another row has the id. */
  readonly change: (table: Table, statement: (table: string) => Statement) => Promise<number>;
  /** The rows that such a statement returns. */
  readonly returning: (
    table: Table,
    statement: (table: string) => Statement,
  ) => Promise<readonly SqlRow[]>;
  /** The condition that a column of hex digits begins with these. */
  readonly beginsWith: (column: Column, prefix: string) => Promise<Fragment>;
}

/** A statement from its text, whose values are bound while it is made. */
export function statement(
  { placeholder }: Pick<Dialect, "placeholder">,
  text: Fragment,
): Statement {
  const values: SqlValue[] = [];
  return { text: text((value) => placeholder(values.push(value))), values };
}
