import type { LocalParts } from "../../operations/parts.ts";
import { errorDocument } from "../../contract/error_document.ts";
import { quoted } from "../../domain/quoted.ts";
import { shownReference } from "../../domain/shown_text.ts";
import { CloacinaError } from "../../errors.ts";
import type { Fields } from "../terminal/output.ts";

/** The state of a store's tables. */
export type SchemaStatus = Awaited<ReturnType<LocalParts["store"]["schemaStatus"]>>;

/** What a migration found or left, and what it made. */
export type Migration = Awaited<ReturnType<LocalParts["store"]["migrate"]>>;

/** The state of a store's tables as JSON. */
export function schemaJson(
  location: string,
  status: SchemaStatus,
) {
  const { schema, owner, isReady, ownTables, problems, strangeOwner } = status;
  const { engineFault } = status;
  const error = readinessError(location, status);
  const state = {
    store: location,
    ...(schema !== undefined && { schema: shownReference(schema) }),
    ...{ owner, ready: isReady && engineFault === undefined },
    ...tableJson("api_tokens", ownTables["API tokens"]),
    ...tableJson("statements", ownTables.statements),
    ...tableJson("minimum_versions", ownTables["minimum versions"]),
    ...{ problems: [...problems, ...faults(engineFault)] },
    ...(error !== undefined && errorDocument(error)),
  };
  return strangeOwner === undefined ? state : { ...state, strange_owner: strangeOwner };
}

/** The state of a store's tables as lines of text. */
export function schemaFields(
  location: string,
  status: SchemaStatus,
): Fields {
  const { schema, owner, isReady, problems, strangeOwner, engineFault } = status;
  return [
    ["store", location],
    ...schema === undefined ? [] : [["schema", shownReference(schema)] as const],
    ["made by", OWNERS[owner]],
    ...strangeOwner === undefined ? [] : [["owned by", ownedBy(strangeOwner)] as const],
    ["ready", isReady && engineFault === undefined ? "yes" : "no"],
    ...ownFields(status),
    ...[...problems, ...faults(engineFault)].map((problem) => ["problem", problem] as const),
  ];
}

/** The error of a store that is not ready, to be returned once the state is printed. */
export function readinessError(
  location: string,
  { problems, engineFault, refusal }: SchemaStatus,
): CloacinaError | undefined {
  if (refusal === undefined) return undefined;
  const { code, hint } = refusal;
  const state = [...problems, ...faults(engineFault)].join(", ");
  return new CloacinaError(code, `Cannot report ${quoted(location)} as ready: ${state}`, { hint });
}

type OwnTableState = SchemaStatus["ownTables"][keyof SchemaStatus["ownTables"]];

/** Whether one of our own tables can be used, and why it cannot. */
function tableJson(name: string, { isThere, fault }: OwnTableState) {
  return {
    [name]: isThere && fault === undefined,
    ...(fault !== undefined && { [`${name}_fault`]: fault }),
  };
}

/** Where nobody has made any tables, nothing is said of our own; nor of what only some use, where it is there. */
function ownFields({ owner, ownTables }: SchemaStatus): Fields {
  const all = Object.values(ownTables);
  if (owner === "nobody" && all.every(({ isThere }) => !isThere)) return [];
  const { "API tokens": tokens, statements, "minimum versions": minimum } = ownTables;
  const notes = [
    // That a role may not read them is a problem already: whoever verifies does.
    lackOf(
      { isThere: statements.isThere },
      "no table for statements",
      "package sign --claim --store",
    ),
    lackOf(minimum, "no table for minimum versions", "package verify --minimum-version store"),
  ];
  return [
    ["tokens", lackOf(tokens, "no table for API tokens", "serve") ?? "yes"],
    ...notes.flatMap((note) => note === undefined ? [] : [["note", note] as const]),
  ];
}

/** What keeps one of our own tables from being used, and who needs it. */
function lackOf(
  { isThere, fault }: OwnTableState,
  missing: string,
  user: string,
): string | undefined {
  if (isThere && fault === undefined) return undefined;
  return `${fault ?? missing}; ${user} needs it`;
}

function faults(engineFault: string | undefined): readonly string[] {
  return engineFault === undefined ? [] : [engineFault];
}

function ownedBy(role: string): string {
  return `${role}, who has no power over the database and decides what is in these tables`;
}

const OWNERS: Readonly<Record<SchemaStatus["owner"], string>> = {
  engine: "the engine",
  cloacina: "cloacina",
  nobody: "(nobody yet)",
};
