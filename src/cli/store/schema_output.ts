import type { LocalParts } from "../../operations/parts.ts";
import type { Fields } from "../terminal/output.ts";

/** The state of a store's tables. */
export type SchemaStatus = Awaited<ReturnType<LocalParts["store"]["schemaStatus"]>>;

/** The state of a store's tables as JSON. */
export function schemaJson(
  location: string,
  { owner, isReady, hasApiTokens, problems, strangeOwner }: SchemaStatus,
) {
  const state = { store: location, owner, ready: isReady, api_tokens: hasApiTokens, problems };
  return strangeOwner === undefined ? state : { ...state, strange_owner: strangeOwner };
}

/** The state of a store's tables as lines of text. */
export function schemaFields(
  location: string,
  { owner, isReady, hasApiTokens, problems, strangeOwner }: SchemaStatus,
): Fields {
  return [
    ["store", location],
    ["made by", OWNERS[owner]],
    ...strangeOwner === undefined ? [] : [["owned by", ownedBy(strangeOwner)] as const],
    ["ready", isReady ? "yes" : "no"],
    ["tokens", hasApiTokens ? "yes" : "no table for them, which serve needs"],
    ...problems.map((problem) => ["problem", problem] as const),
  ];
}

function ownedBy(role: string): string {
  return `${role}, who has no power over the database and decides what is in these tables`;
}

const OWNERS: Readonly<Record<SchemaStatus["owner"], string>> = {
  engine: "the engine",
  cloacina: "cloacina",
  nobody: "nobody yet",
};
