import { CloacinaError } from "../../errors.ts";
import { SIGNING_TABLES } from "../migrations/postgres.ts";
import type { FoundTable, Place } from "./read_places.ts";

const SIGNING_NAMES = SIGNING_TABLES.map(({ name }) => name);

/**
 * Whoever may create in a schema can make a table that is missing, with rows and triggers of their own, and whoever owns
 * the schema can put another in a table's place. So the schema belongs to a role with power over the database, or to
 * this one; and so does each table, unless all that sign belong to one other role, as where the engine has its own.
 * Throws `store_corrupt`; gives that other role, or null.
 */
export function requireOwners(
  place: Place,
  names: readonly string[],
  label: string,
): string | null {
  if (!place.isTrusted) throw strangeSchema(place, label);
  const strange = place.tables.filter(({ name, isTrusted }) => names.includes(name) && !isTrusted);
  const problems = strange.filter(({ owner }) => !isWhole(owner, place))
    .map((table) => problemOf(table, place));
  if (problems.length > 0) throw strangeTables(problems, label);
  return strange[0]?.owner ?? null;
}

function isWhole(owner: string, { tables }: Place): boolean {
  return SIGNING_NAMES.every((name) =>
    tables.some((table) => table.name === name && table.owner === owner)
  );
}

function problemOf({ name, owner }: FoundTable, { tables }: Place): string {
  const signing = tables.filter((table) => SIGNING_NAMES.includes(table.name))
    .toSorted((one, other) => one.name < other.name ? -1 : 1);
  const other = signing.find((table) => table.owner !== owner);
  if (other !== undefined) {
    return `${name} belongs to ${owner}, and ${other.name} to ${other.owner}`;
  }
  const missing = SIGNING_NAMES.find((wanted) => signing.every((table) => table.name !== wanted));
  return `${name} belongs to ${owner}, and ${missing} is missing`;
}

function strangeTables(problems: readonly string[], label: string): CloacinaError {
  return new CloacinaError("store_corrupt", `Cannot use ${label}: ${problems.join("; ")}`, {
    hint: "find out who made that: what a table says, and what runs with it, is up to its owner",
  });
}

function strangeSchema({ schema, owner }: Place, label: string): CloacinaError {
  const state = `its schema ${schema} belongs to ${owner}, who has no power over the database`;
  return new CloacinaError("store_corrupt", `Cannot use ${label}: ${state}`, {
    hint: "find out who made that schema; --db-schema names the one that is meant",
  });
}
