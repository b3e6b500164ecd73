import type { LocalParts } from "../operations/parts.ts";
import type { Fields } from "./output.ts";

/** The state of a store's tables. */
export type SchemaStatus = Awaited<ReturnType<LocalParts["store"]["schemaStatus"]>>;

/** The state of a store's tables as JSON. */
export function schemaJson(
  location: string,
  { owner, isReady, hasApiTokens, problems }: SchemaStatus,
) {
  return { store: location, owner, ready: isReady, api_tokens: hasApiTokens, problems };
}

/** The state of a store's tables as lines of text. */
export function schemaFields(
  location: string,
  { owner, isReady, hasApiTokens, problems }: SchemaStatus,
): Fields {
  return [
    ["store", location],
    ["made by", OWNERS[owner]],
    ["ready", isReady ? "yes" : "no"],
    ["tokens", hasApiTokens ? "yes" : "no table for them, which serve needs"],
    ...problems.map((problem) => ["problem", problem] as const),
  ];
}

const OWNERS: Readonly<Record<SchemaStatus["owner"], string>> = {
  engine: "the engine",
  cloacina: "cloacina",
  nobody: "nobody yet",
};
