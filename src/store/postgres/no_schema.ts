import { GRANT_IT } from "../../domain/store_hints.ts";
import { CloacinaError } from "../../errors.ts";
import { noAccess } from "../store_errors.ts";
import type { RunStatement } from "./connection.ts";
import { CREATE_SCHEMA } from "./database_error.ts";
import type { Where } from "./read_schemas.ts";
import { quoteText, SAFE_PATH, schemaShown } from "./tables.ts";

/** A name on a search path (PostgreSQL, section 20.11.1): in double quotes, or else in lower case. */
const NAME = /"((?:[^"]|"")*)"|([^\s,]+)/g;

/** Why there is no schema for the tables: none of this name, or none on the search path that this role may use. */
export async function noSchema(
  run: RunStatement,
  where: Where,
  place: string,
): Promise<CloacinaError> {
  const names = where.schema === null ? await namesOnPath(run, where) : [where.schema];
  for (const name of names) {
    const { rows } = await run(
      "select has_schema_privilege(oid, 'usage') as is_usable from pg_namespace where nspname = $1",
      [name],
    );
    if (rows[0]?.["is_usable"] !== false) continue;
    const message = `Cannot access ${place}: this role has no USAGE on the schema ${
      schemaShown(name)
    }`;
    return new CloacinaError("insufficient_permissions", message, { hint: GRANT_IT });
  }
  if (names.length === 0) {
    return noAccess(place, "its search path names no schema", {
      hint: "name the schema with --db-schema",
    });
  }
  return noAccess(place, `it has no schema ${names.map(schemaShown).join(" and no schema ")}`, {
    hint: CREATE_SCHEMA,
  });
}

/** The search path of the URL, or else of the role, name by name, without those of the system. */
async function namesOnPath(run: RunStatement, { searchPath }: Where): Promise<readonly string[]> {
  const path = searchPath === null ? "null" : quoteText(searchPath);
  const { rows } = await run(
    `select pg_catalog.set_config('search_path', ${path}, true); ` +
      "select pg_catalog.current_setting('search_path') as path, current_user as role; " +
      SAFE_PATH,
  );
  const row = rows.at(-1);
  const names = Array.from(String(row?.["path"]).matchAll(NAME), ([, inQuotes, plain = ""]) => {
    const name = inQuotes?.replaceAll('""', '"') ?? plain.toLowerCase();
    return name === "$user" ? String(row?.["role"]) : name;
  });
  return names.filter((name) => !name.startsWith("pg_") && name !== "");
}
