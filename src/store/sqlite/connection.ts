import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { SqlRow, SqlValue } from "../sql/session.ts";
import { closedStore, databasePlace, MIGRATE_IT, noStore } from "../store_errors.ts";
import { hasDatabaseFile, whyUnopened } from "./database_file.ts";
import { type Patience, whileBusy } from "./patience.ts";
import { isUnopened, toStoreError } from "./sqlite_error.ts";

/** One connection to a database file. What it throws is SQLite's own. It never waits for another connection. */
export interface Connection {
  /** Integers are BigInt, so that none is too large to be read. */
  readonly rows: (sql: string, ...values: readonly SqlValue[]) => readonly SqlRow[];
  /** How many rows were changed. */
  readonly change: (sql: string, ...values: readonly SqlValue[]) => number;
  /** Whether a transaction is open: SQLite ends one by itself after some failures. */
  readonly isInTransaction: () => boolean;
  readonly close: () => void;
}

/** A connection that is opened when it is first needed. */
export interface LazyConnection {
  /** Throws `store_unavailable` where there is no database yet. */
  readonly get: (patience: Patience) => Promise<Connection>;
  readonly close: () => Promise<void>;
}

/**
 * The settings of every connection; none is stored in the file. What is deleted or replaced is overwritten with zeros,
 * a commit is on the disk when it returns, and what the schema of a foreign file defines cannot run functions.
 */
const SETTINGS = [
  "PRAGMA synchronous = FULL",
  "PRAGMA secure_delete = ON",
  "PRAGMA trusted_schema = OFF",
  "PRAGMA cell_size_check = ON",
];

/**
 * Signatures have random IDs and hashes, so that each changes a page of its own in half a dozen indexes: pages are kept
 * (8 MiB) and copied from the log to the file later (every 4,000 pages) than SQLite would by itself.
 */
const WRITE_SETTINGS = ["PRAGMA cache_size = -8192", "PRAGMA wal_autocheckpoint = 4000"];

const READ_SETTINGS = ["PRAGMA query_only = ON"];

const OPTIONS = {
  timeout: 0,
  defensive: true,
  allowExtension: false,
  enableForeignKeyConstraints: true,
  enableDoubleQuotedStringLiterals: false,
};

/** A connection to this file; a failed open is tried again the next time. */
export function lazyConnection(path: string, use: "read" | "write"): LazyConnection {
  let opening: Promise<Connection> | undefined;
  let isClosed = false;
  return {
    get: async (patience) => {
      if (isClosed) throw closedStore(databasePlace(path));
      opening ??= open(path, use, patience).catch((error) => {
        opening = undefined;
        throw error;
      });
      return await opening;
    },
    close: async () => {
      isClosed = true;
      const connection = await opening?.catch(() => undefined);
      opening = undefined;
      connection?.close();
    },
  };
}

async function open(path: string, use: "read" | "write", patience: Patience): Promise<Connection> {
  if (!await hasDatabaseFile(path)) throw noStore(databasePlace(path), MIGRATE_IT);
  try {
    return await whileBusy(() => openConnection(path, use), patience);
  } catch (error) {
    throw isUnopened(error) ? whyUnopened(path, error) : toStoreError(error, path);
  }
}

/** Opens an existing file, for reading or for writing too. */
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
    const further = use === "read" ? READ_SETTINGS : WRITE_SETTINGS;
    for (const setting of [...SETTINGS, ...further]) connection.rows(setting);
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
