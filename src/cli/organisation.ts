import { isUuid, type OrgId, toOrgId } from "../domain/ids.ts";
import { CloacinaError } from "../errors.ts";
import type { CliContext } from "./context.ts";
import type { OrgFlag } from "./store/store_flags.ts";

const VARIABLE = "CLOACINA_ORG";

/** The organisation of `--org`, else of CLOACINA_ORG, else null. Throws `invalid_request` for what is no UUID. */
export function readOrg(context: CliContext, { org }: OrgFlag): OrgId | null {
  return org === undefined ? orgOfVariable(context) : toOrgId(org);
}

/** A value from a file or a CI secret often ends in white space. An empty variable is a mistake, not an absence. */
function orgOfVariable({ env }: CliContext): OrgId | null {
  const text = env(VARIABLE)?.trim();
  if (text === undefined) return null;
  if (isUuid(text)) return toOrgId(text);
  const state = text === "" ? "it is empty" : "it is not a UUID";
  throw new CloacinaError(
    "invalid_request",
    `Cannot read the organisation in ${VARIABLE}: ${state}`,
    {
      hint: text === ""
        ? `set ${VARIABLE} to an organisation, unset it, or give --org UUID`
        : "an organisation is a UUID, such as 7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
    },
  );
}

/** As `readOrg`, if one is required. Throws `invalid_request`, which names the flag and the variable. */
export function requireOrg(context: CliContext, flags: OrgFlag): OrgId {
  const orgId = readOrg(context, flags);
  if (orgId !== null) return orgId;
  throw new CloacinaError(
    "invalid_request",
    "Cannot read the command line: no organisation was given",
    {
      hint: "give it with --org UUID, or in CLOACINA_ORG",
    },
  );
}
