import type { ApiRole } from "../domain/api_token.ts";
import type { Route } from "./route.ts";
import { PATHS } from "./wire.ts";

/** The least role that may use a route. A route that is not in here is refused, whoever asks. */
const LEAST_ROLES: ReadonlyMap<string, ApiRole> = new Map([
  [`GET ${PATHS.whoami}`, "read"],
  [`GET ${PATHS.signingKeys}`, "read"],
  [`GET ${PATHS.lookup}`, "read"],
  [`GET ${PATHS.signingKey}`, "read"],
  [`GET ${PATHS.publicKey}`, "read"],
  [`GET ${PATHS.trustedKeys}`, "read"],
  [`GET ${PATHS.knownKey}`, "read"],
  [`GET ${PATHS.lookupTrusted}`, "read"],
  [`GET ${PATHS.trustGrants}`, "read"],
  [`GET ${PATHS.signatures}`, "read"],
  [`POST ${PATHS.verify}`, "read"],
  [`POST ${PATHS.preflight}`, "read"],
  [`POST ${PATHS.sign}`, "sign"],
  [`POST ${PATHS.signatures}`, "sign"],
  [`POST ${PATHS.signingKeys}`, "admin"],
  [`POST ${PATHS.rotate}`, "admin"],
  [`POST ${PATHS.revoke}`, "admin"],
  [`POST ${PATHS.trustedKeys}`, "admin"],
  [`POST ${PATHS.revokeTrusted}`, "admin"],
  [`POST ${PATHS.trustGrants}`, "admin"],
  [`POST ${PATHS.revokeGrant}`, "admin"],
  [`GET ${PATHS.tokens}`, "admin"],
  [`POST ${PATHS.tokens}`, "admin"],
  [`POST ${PATHS.revokeToken}`, "admin"],
]);

/** The least role that may use a route; null where no role may. */
export function leastRole({ method, path }: Pick<Route, "method" | "path">): ApiRole | null {
  return LEAST_ROLES.get(`${method} ${path}`) ?? null;
}
