import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { ENGINE_MIGRATIONS_TABLE } from "../sql/engine_migrations.ts";
import { SIGNING_NAMES, TABLES } from "../sql/tables.ts";
import type { Connection, RunStatement } from "./connection.ts";
import type { DatabaseTarget } from "./connection_target.ts";
import { noSchema } from "./no_schema.ts";
import { type FoundSchema, type FoundTable, readSchemas } from "./read_schemas.ts";
import { requireSchemaName, type Tables } from "./tables.ts";

/**
 * Finds the tables, within a transaction. Throws `store_corrupt` where two schemas have some, or where somebody may
 * have made them who has no power over the database, `store_unavailable` where there is no such schema, and
 * `insufficient_permissions`.
 */
export interface FindTables {
  /** Looks now. Where there are no tables yet, gives the schema in which they would be created. */
  readonly look: (run: RunStatement) => Promise<Tables>;
  /** Looks until all are there, then once for each connection: a table that is planted later is not used. */
  readonly once: (connection: Connection, run: RunStatement) => Promise<Tables>;
}

const NAMES = TABLES.map(({ name }) => name);

/** In the schema of this name, or with null in the one that the search path of the URL or of the role leads to. */
export function tablesIn(
  schema: string | null,
  { place, searchPath }: Pick<DatabaseTarget, "place" | "searchPath">,
): FindTables {
  if (schema !== null) requireSchemaName(schema);
  const where = schema === null ? { schema, searchPath } : { schema, searchPath: null };
  const look = async (run: RunStatement) => {
    const schemas = await readSchemas(run, where);
    const found = schema === null ? choose(schemas.filter(isOrdinary), place) : schemas[0];
    if (found === undefined) throw await noSchema(run, where, place);
    return toTables(found, place);
  };
  const known = new WeakMap<Connection, Tables>();
  const once = async (connection: Connection, run: RunStatement) => {
    const tables = known.get(connection) ?? await look(run);
    if (tables.missing.length === 0) known.set(connection, tables);
    return tables;
  };
  return { look, once };
}

function toTables(found: FoundSchema, place: string): Tables {
  const strangeOwner = requireOwners(found, place);
  const isThere = (name: string) => found.tables.some((table) => table.name === name);
  const missing = NAMES.filter((name) => !isThere(name));
  return {
    ...{ schema: found.schema, place, missing, strangeOwner },
    engineRecord: engineRecordIn(found, strangeOwner),
  };
}

/** Whoever owns the signing tables has them anyway; what belongs to anybody else is neither read nor written. */
function engineRecordIn(
  { tables }: FoundSchema,
  strangeOwner: string | null,
): Tables["engineRecord"] {
  const found = tables.find(({ name }) => name === ENGINE_MIGRATIONS_TABLE);
  if (found === undefined) return null;
  const { owner, isTrusted } = found;
  return { owner, isTrusted: isTrusted || owner === strangeOwner };
}

/** Nobody keeps keys in the system's schemas, or among the temporary tables of a session. */
function isOrdinary({ schema }: FoundSchema): boolean {
  return !schema.startsWith("pg_") && schema !== "information_schema";
}

function namesIn({ tables }: FoundSchema): readonly string[] {
  return tables.map(({ name }) => name).filter((name) => NAMES.includes(name)).toSorted();
}

/** Whoever may create tables in one of two schemas could have created them to be mistaken for the others. */
function choose(schemas: readonly FoundSchema[], place: string): FoundSchema | undefined {
  const [found, second] = schemas.filter((schema) => namesIn(schema).length > 0);
  if (found !== undefined && second !== undefined) throw twice(found, second, place);
  // The engine, too, creates where its search path leads first, whatever it has recorded in another schema.
  return found ?? schemas[0];
}

/**
 * Whoever may create in a schema can make a table that is missing, with rows and triggers of their own, and whoever
 * owns the schema can put another in a table's place. So the schema belongs to a role with power over the database, or
 * to this one; and so does each table, unless all signing tables belong to one other role, such as the engine's own.
 * Throws `store_corrupt`; gives that other role, or null.
 */
function requireOwners(found: FoundSchema, place: string): string | null {
  if (!found.isTrusted) throw strangeSchema(found, place);
  const strange = found.tables.filter(({ name, isTrusted }) => NAMES.includes(name) && !isTrusted);
  const problems = strange.filter(({ owner }) => !isWhole(owner, found))
    .map((table) => problemOf(table, found));
  if (problems.length > 0) throw strangeTables(problems, place);
  return strange[0]?.owner ?? null;
}

function isWhole(owner: string, { tables }: FoundSchema): boolean {
  return SIGNING_NAMES.every((name) =>
    tables.some((table) => table.name === name && table.owner === owner)
  );
}

function problemOf({ name, owner }: FoundTable, { tables }: FoundSchema): string {
  const signing = tables.filter((table) => SIGNING_NAMES.includes(table.name))
    .toSorted((one, other) => one.name < other.name ? -1 : 1);
  const other = signing.find((table) => table.owner !== owner);
  if (other !== undefined) {
    return `${name} belongs to ${owner}, and ${other.name} to ${other.owner}`;
  }
  const missing = SIGNING_NAMES.find((wanted) => signing.every((table) => table.name !== wanted));
  return `${name} belongs to ${owner}, and ${missing} is missing`;
}

function strangeTables(problems: readonly string[], place: string): CloacinaError {
  return new CloacinaError("store_corrupt", `Cannot access ${place}: ${problems.join("; ")}`, {
    hint:
      "find out who created that: the owner of a table decides what it says and what runs with it",
  });
}

function strangeSchema({ schema, owner }: FoundSchema, place: string): CloacinaError {
  const state = `its schema ${
    quoted(schema)
  } belongs to ${owner}, who has no power over the database`;
  return new CloacinaError("store_corrupt", `Cannot access ${place}: ${state}`, {
    hint: "find out who created that schema; name the right one with --db-schema",
  });
}

function twice(first: FoundSchema, second: FoundSchema, place: string): CloacinaError {
  const listed = [first, second].map((found) => `${found.schema} (${namesIn(found).join(", ")})`);
  const state = `two schemas of its search path have tables for keys: ${listed.join(" and ")}`;
  return new CloacinaError("store_corrupt", `Cannot access ${place}: ${state}`, {
    hint: "find out who created them; name the right schema with --db-schema",
  });
}
