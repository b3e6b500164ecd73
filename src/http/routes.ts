import { CONTRACT } from "../contract/contract.ts";
import type { Endpoint, Verb } from "../contract/endpoint.ts";
import { listVerbs, verbAt } from "../contract/map_verbs.ts";
import { REFUSALS, type RefusalsRequest } from "../contract/refusals.ts";
import { WHOAMI } from "../contract/whoami.ts";
import { PUBLIC_KEY_ROUTE } from "./public_key_route.ts";
import type { Route } from "./route.ts";

/** Every route of the API that takes a token. What serves them reads this table, and so does what describes them. */
export const ROUTES: readonly Route[] = [
  ...listVerbs(CONTRACT, toRoute).filter((route) => route !== null),
  PUBLIC_KEY_ROUTE,
  {
    ...REFUSALS,
    handle: ({ refusals, request }) => Promise.resolve(refusals(request as RefusalsRequest)),
  },
  { ...WHOAMI, handle: ({ token }) => Promise.resolve(token) },
];

/** Null for a verb that cannot be done remotely. */
function toRoute(
  verb: Verb<never, unknown> | Endpoint<never, unknown>,
  path: readonly string[],
): Route | null {
  if (!("method" in verb)) return null;
  type Method = (request: unknown) => Promise<unknown>;
  return {
    ...verb,
    handle: ({ operations, request }) => verbAt<Method>(operations, path)(request),
  };
}
