import type { ErrorCode } from "../errors.ts";

/** With which code a store is refused that is not ready, and what to try. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly hint: string;
}

/** Our own tables, by what they keep: each is only needed by what uses it. */
export const OWN_TABLE_NAMES = ["API tokens", "statements", "minimum versions"] as const;

/** One of these tables. */
export type OwnTable = (typeof OWN_TABLE_NAMES)[number];

/** Whether one of our own tables is there, and why this role may not read it, in words. */
interface OwnTableState {
  readonly isThere: boolean;
  readonly fault?: string;
}

/** The state of each. */
export type OwnTables = Readonly<Record<OwnTable, OwnTableState>>;

/** The state of the tables, as `db status` prints it. A key directory is ready once it is there. */
export interface SchemaStatus {
  /** The schema that has the tables, or in which they would be created; not given where a store has no schemas. */
  readonly schema?: string;
  /** Who made the tables: the engine (migrations of its own are recorded), cloacina, or nobody yet. */
  readonly owner: "engine" | "cloacina" | "nobody";
  readonly isReady: boolean;
  readonly ownTables: OwnTables;
  /** What is missing or wrong, in words; empty where all is ready. */
  readonly problems: readonly string[];
  /** The role that the tables belong to, where that has no power over the database and is not ours. */
  readonly strangeOwner?: string;
  /** Why the engine cannot start on the tables, or that this is unknown, in words. */
  readonly engineFault?: string;
  /** Given where there is a problem or an engine fault. */
  readonly refusal?: Refusal;
}

/**
 * What a migration made: all tables, one of our own alone, rows in the engine's record of its migrations, or a key
 * directory.
 */
export type Made = "tables" | OwnTable | "engine record" | "key directory";

/** What a migration found or left, and what it made itself, which is nothing where another was first. */
export interface Migration {
  readonly status: SchemaStatus;
  readonly made: readonly Made[];
  /** The roles that may read signatures, and not yet the table of statements that was made beside them, if any. */
  readonly ungranted?: readonly string[];
}

/** A value for each of our own tables. */
export function forOwnTables<Value>(
  valueOf: (own: OwnTable) => Value,
): Readonly<Record<OwnTable, Value>> {
  const values = OWN_TABLE_NAMES.map((own) => [own, valueOf(own)]);
  return Object.fromEntries(values) as Record<OwnTable, Value>;
}
