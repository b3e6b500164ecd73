import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

/** A row as SQLite has it: integers are BigInt, so that none is too large to be read. */
export type Row = Readonly<Record<string, unknown>>;

/** A value for a placeholder. */
export type Value = SQLInputValue;

/** One connection to a database file. What it throws is SQLite's own. It never waits for another connection. */
export interface Connection {
  readonly rows: (sql: string, ...values: readonly Value[]) => readonly Row[];
  /** How many rows were changed. */
  readonly change: (sql: string, ...values: readonly Value[]) => number;
  /** Whether a transaction is open: SQLite ends one by itself after some failures. */
  readonly isInTransaction: () => boolean;
  readonly close: () => void;
}

/**
 * Every connection's own settings; none is kept in the file. What is deleted or replaced is overwritten with zeros, a
 * commit is on the disk when it returns, and what the schema of a foreign file defines cannot run functions.
 */
const SETTINGS = [
  "PRAGMA synchronous = FULL",
  "PRAGMA secure_delete = ON",
  "PRAGMA trusted_schema = OFF",
  "PRAGMA cell_size_check = ON",
];

const OPTIONS = {
  timeout: 0,
  defensive: true,
  allowExtension: false,
  enableForeignKeyConstraints: true,
  enableDoubleQuotedStringLiterals: false,
};

/** Opens a file that is there, for reading or for writing too. */
export function openConnection(path: string, use: "read" | "write"): Connection {
  const database = new DatabaseSync(path, OPTIONS);
  const statement = statementsOf(database);
  const connection: Connection = {
    rows: (sql, ...values) => statement(sql).all(...values),
    change: (sql, ...values) => Number(statement(sql).run(...values).changes),
    isInTransaction: () => database.isTransaction,
    close: () => database.close(),
  };
  try {
    for (const setting of SETTINGS) connection.rows(setting);
    if (use === "read") connection.rows("PRAGMA query_only = ON");
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Statements are prepared once a connection; there are a few dozen different ones at most. */
function statementsOf(database: DatabaseSync): (sql: string) => StatementSync {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    statements.set(sql, statement);
    return statement;
  };
}
