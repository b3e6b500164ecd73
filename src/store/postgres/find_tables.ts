import { CloacinaError } from "../../errors.ts";
import {
  API_TOKENS_TABLE,
  ENGINE_MIGRATIONS_TABLE,
  SIGNING_TABLES,
} from "../migrations/postgres.ts";
import type { Connection, RunStatement } from "./connection.ts";
import type { ConnectionTarget } from "./connection_target.ts";
import { quoteText } from "./quote_text.ts";
import { SAFE_PATH } from "./safe_path.ts";
import { requireSchemaName, type Tables } from "./tables.ts";

/** Finds the tables, within a transaction. Throws `store_corrupt` where two schemas have some, `invalid_request`. */
export interface FindTables {
  /** Looks now. Where there are no tables yet, they are where they would be made. */
  readonly look: (run: RunStatement) => Promise<Tables>;
  /** Looks once for each connection: a table that is planted later, in whatever schema, is none of these. */
  readonly once: (connection: Connection, run: RunStatement) => Promise<Tables>;
}

/** A schema of the search path, and which of the names it has. */
interface Place {
  readonly schema: string;
  readonly names: readonly string[];
}

const NAMES = [...SIGNING_TABLES, API_TOKENS_TABLE].map(({ name }) => name);

/** In the schema of this name, or with null in the one that the search path of the URL or of the role leads to. */
export function tablesIn(
  schema: string | null,
  { label, searchPath }: Pick<ConnectionTarget, "label" | "searchPath">,
): FindTables {
  if (schema !== null) {
    requireSchemaName(schema);
    const named = Promise.resolve({ schema, label });
    return { look: () => named, once: () => named };
  }
  const known = new WeakMap<Connection, Tables>();
  const look = async (run: RunStatement) => choose(await readPlaces(run, searchPath), label);
  const once = async (connection: Connection, run: RunStatement) => {
    const found = known.get(connection);
    if (found !== undefined) return found;
    const places = await readPlaces(run, searchPath);
    const tables = choose(places, label);
    if (places.some(hasTables)) known.set(connection, tables);
    return tables;
  };
  return { look, once };
}

/**
 * The schemas of the search path that are there and that this role may use, in order, as the server itself reads it.
 * Only here is that path in force, for one statement in which every name and every operator says its schema.
 */
async function readPlaces(
  run: RunStatement,
  searchPath: string | null,
): Promise<readonly Place[]> {
  const path = searchPath === null ? "null" : quoteText(searchPath);
  const { rows } = await run(
    `select pg_catalog.set_config('search_path', ${path}, true); ${PLACES}; ${SAFE_PATH}`,
  );
  const places = Map.groupBy(rows, ({ schema }) => String(schema));
  return Array.from(places, ([schema, found]) => ({
    schema,
    names: found.flatMap(({ name }) => typeof name === "string" ? [name] : []),
  })).filter(isOrdinary);
}

const PLACES = `
  select place.schema, c.relname as name
  from pg_catalog.unnest(pg_catalog.current_schemas(false)) with ordinality as place(schema, position)
  join pg_catalog.pg_namespace as n on n.nspname operator(pg_catalog.=) place.schema
  left join pg_catalog.pg_class as c on c.relnamespace operator(pg_catalog.=) n.oid
    and c.relname operator(pg_catalog.=) any (array[${
  [...NAMES, ENGINE_MIGRATIONS_TABLE].map((name) => `'${name}'`).join(", ")
}]::pg_catalog.name[])
  order by place.position`;

/** Nobody keeps keys in the system's schemas, or among the temporary tables of a session. */
function isOrdinary({ schema }: Place): boolean {
  return !schema.startsWith("pg_") && schema !== "information_schema";
}

function hasTables({ names }: Place): boolean {
  return names.some((name) => NAMES.includes(name));
}

/** Whoever may make tables in one of two schemas could have made them there to be taken for the others. */
function choose(places: readonly Place[], label: string): Tables {
  const [found, second] = places.filter(hasTables);
  if (found !== undefined && second !== undefined) throw twice(found, second, label);
  const isEngines = ({ names }: Place) => names.includes(ENGINE_MIGRATIONS_TABLE);
  const place = found ?? places.find(isEngines) ?? places[0];
  if (place !== undefined) return { schema: place.schema, label };
  throw new CloacinaError("invalid_request", `Cannot use ${label}: there is no such schema`, {
    hint: "the search path leads to none that this role may use; name it with --db-schema",
  });
}

function twice(first: Place, second: Place, label: string): CloacinaError {
  const listed = [first, second].map(({ schema, names }) =>
    `${schema} (${names.filter((name) => NAMES.includes(name)).toSorted().join(", ")})`
  );
  return new CloacinaError(
    "store_corrupt",
    `Cannot use ${label}: two schemas of its search path have tables for keys: ${
      listed.join(" and ")
    }`,
    { hint: "find out who made them; --db-schema names the schema that is meant" },
  );
}
