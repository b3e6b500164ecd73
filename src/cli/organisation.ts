import { type OrgId, toOrgId } from "../domain/ids.ts";
import { CloacinaError } from "../errors.ts";
import type { CliContext } from "./context.ts";
import type { OrgFlag } from "./store_flags.ts";

/** The organisation of `--org`, else of CLOACINA_ORG, else null. Throws `invalid_request` for what is no UUID. */
export function readOrg({ env }: CliContext, { org }: OrgFlag): OrgId | null {
  const text = org ?? env("CLOACINA_ORG");
  return text === undefined ? null : toOrgId(text);
}

/** As `readOrg`, where one is needed. Throws `invalid_request`, which names the flag and the variable. */
export function requireOrg(context: CliContext, flags: OrgFlag): OrgId {
  const orgId = readOrg(context, flags);
  if (orgId !== null) return orgId;
  throw new CloacinaError("invalid_request", "Cannot go on: an organisation is needed", {
    hint: "name it with --org ID, or in the variable CLOACINA_ORG",
  });
}
