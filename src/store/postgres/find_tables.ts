import { CloacinaError } from "../../errors.ts";
import {
  API_TOKENS_TABLE,
  ENGINE_MIGRATIONS_TABLE,
  SIGNING_TABLES,
} from "../migrations/postgres.ts";
import type { Connection, RunStatement } from "./connection.ts";
import type { ConnectionTarget } from "./connection_target.ts";
import { type Place, readPlaces } from "./read_places.ts";
import { requireOwners } from "./require_owners.ts";
import { requireSchemaName, type Tables } from "./tables.ts";

/**
 * Finds the tables, within a transaction. Throws `store_corrupt` where two schemas have some, or where somebody may have
 * made them who has no power over the database, `invalid_request`.
 */
export interface FindTables {
  /** Looks now. Where there are no tables yet, they are where they would be made. */
  readonly look: (run: RunStatement) => Promise<Tables>;
  /** Looks until all are there, once for each connection: a table that is planted later is none of these. */
  readonly once: (connection: Connection, run: RunStatement) => Promise<Tables>;
}

const NAMES = [...SIGNING_TABLES, API_TOKENS_TABLE].map(({ name }) => name);

/** In the schema of this name, or with null in the one that the search path of the URL or of the role leads to. */
export function tablesIn(
  schema: string | null,
  { label, searchPath }: Pick<ConnectionTarget, "label" | "searchPath">,
): FindTables {
  if (schema !== null) requireSchemaName(schema);
  const where = schema === null ? { schema, searchPath } : { schema, searchPath: null };
  const look = async (run: RunStatement) => {
    const places = await readPlaces(run, where);
    const place = schema === null ? choose(places.filter(isOrdinary), label) : places[0];
    return place === undefined ? nowhere(schema ?? "", label) : toTables(place, label);
  };
  const known = new WeakMap<Connection, Tables>();
  const once = async (connection: Connection, run: RunStatement) => {
    const tables = known.get(connection) ?? await look(run);
    if (tables.missing.length === 0) known.set(connection, tables);
    return tables;
  };
  return { look, once };
}

function toTables(place: Place, label: string): Tables {
  const strangeOwner = requireOwners(place, NAMES, label);
  const isThere = (name: string) => place.tables.some((table) => table.name === name);
  const missing = NAMES.filter((name) => !isThere(name));
  return { schema: place.schema, label, missing, strangeOwner };
}

/** A schema that was named and is not there. */
function nowhere(schema: string, label: string): Tables {
  return { schema, label, missing: NAMES, strangeOwner: null };
}

/** Nobody keeps keys in the system's schemas, or among the temporary tables of a session. */
function isOrdinary({ schema }: Place): boolean {
  return !schema.startsWith("pg_") && schema !== "information_schema";
}

function namesIn({ tables }: Place): readonly string[] {
  return tables.map(({ name }) => name).filter((name) => NAMES.includes(name)).toSorted();
}

/** Whoever may make tables in one of two schemas could have made them there to be taken for the others. */
function choose(places: readonly Place[], label: string): Place {
  const [found, second] = places.filter((place) => namesIn(place).length > 0);
  if (found !== undefined && second !== undefined) throw twice(found, second, label);
  const isEngines = ({ tables }: Place) =>
    tables.some(({ name }) => name === ENGINE_MIGRATIONS_TABLE);
  const place = found ?? places.find(isEngines) ?? places[0];
  if (place !== undefined) return place;
  throw new CloacinaError("invalid_request", `Cannot use ${label}: there is no such schema`, {
    hint: "the search path leads to none that this role may use; name it with --db-schema",
  });
}

function twice(first: Place, second: Place, label: string): CloacinaError {
  const listed = [first, second].map((place) => `${place.schema} (${namesIn(place).join(", ")})`);
  return new CloacinaError(
    "store_corrupt",
    `Cannot use ${label}: two schemas of its search path have tables for keys: ${
      listed.join(" and ")
    }`,
    { hint: "find out who made them; --db-schema names the schema that is meant" },
  );
}
