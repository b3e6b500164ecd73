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
  const { schema, owner, isReady, hasApiTokens, apiTokensFault, problems, strangeOwner } = status;
  const { engineFault } = status;
  const error = readinessError(location, status);
  const state = {
    store: location,
    ...(schema !== undefined && { schema: shownReference(schema) }),
    ...{ owner, ready: isReady && engineFault === undefined },
    api_tokens: hasApiTokens && apiTokensFault === undefined,
    ...(apiTokensFault !== undefined && { api_tokens_fault: apiTokensFault }),
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
    ...tokensFields(status),
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

/** Where nobody has made any tables, nothing is said of this one. */
function tokensFields(status: SchemaStatus): Fields {
  const isBare = status.owner === "nobody" && !status.hasApiTokens;
  return isBare ? [] : [["tokens", tokensState(status)]];
}

function tokensState({ hasApiTokens, apiTokensFault }: SchemaStatus): string {
  if (!hasApiTokens) return "no table for API tokens; serve needs it";
  return apiTokensFault === undefined ? "yes" : `${apiTokensFault}; serve needs it`;
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
  nobody: "(no tables yet)",
};
