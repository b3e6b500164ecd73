import type { ErrorCode } from "../errors.ts";

/** With which code a store is refused that is not ready, and what to try. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly hint: string;
}

/** The state of the tables, as `db status` prints it. A key directory is ready once it is there. */
export interface SchemaStatus {
  /** The schema that has the tables, or in which they would be created; not given where a store has no schemas. */
  readonly schema?: string;
  /** Who made the tables: the engine (migrations of its own are recorded), cloacina, or nobody yet. */
  readonly owner: "engine" | "cloacina" | "nobody";
  readonly isReady: boolean;
  /** Whether our own table of API tokens is there too; only the API needs it. */
  readonly hasApiTokens: boolean;
  /** Why this role may not read that table, in words. */
  readonly apiTokensFault?: string;
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
 * What a migration made: all tables, the one of API tokens alone, rows in the engine's record of its migrations, or a key
 * directory.
 */
export type Made = "tables" | "api tokens" | "engine record" | "key directory";

/** What a migration found or left, and what it made itself, which is nothing where another was first. */
export interface Migration {
  readonly status: SchemaStatus;
  readonly made: readonly Made[];
}
