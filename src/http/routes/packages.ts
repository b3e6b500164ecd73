import { Preflight, Verified } from "../../contract/records.ts";
import { jsonRoute, type Route } from "../route.ts";
import { PreflightRequest, VerifyRequest } from "../wire/verification.ts";
import { PATHS } from "../wire.ts";

const verify = jsonRoute({
  method: "POST",
  path: PATHS.verify,
  summary: "Verify a package by its hash: by the signature that is given, else by those stored",
  body: VerifyRequest,
  answer: Verified,
  handle: ({ operations, body: { org_id, package_hash: hash, signature } }) =>
    operations.package.verify({ orgId: org_id, name: `package ${hash}`, hash, signature }),
});

const preflight = jsonRoute({
  method: "POST",
  path: PATHS.preflight,
  summary: "Say what the engine would answer to an upload of a package",
  body: PreflightRequest,
  answer: Preflight,
  handle: ({ operations, body: { org_id, package_hash } }) =>
    operations.package.preflight({ orgId: org_id, hash: package_hash }),
});

/** `/v1/verify` and `/v1/preflight` */
export const packageRoutes: readonly Route[] = [verify, preflight];
