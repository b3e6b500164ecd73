import { isUuid, type OrgId, toOrgId } from "../domain/ids.ts";
import { CloacinaError } from "../errors.ts";
import { commandLineError } from "./command_line/command_line_error.ts";
import type { CliContext } from "./context.ts";
import type { OrgFlag } from "./store/store_flags.ts";

const VARIABLE = "CLOACINA_ORG";

/** The engine's server reads from it whose signatures it requires. */
const SERVER_VARIABLE = "CLOACINA_VERIFICATION_ORG_ID";

type OrgVariable = typeof VARIABLE | typeof SERVER_VARIABLE;

/** The organisation of `--org`, else of CLOACINA_ORG, else null. Throws `invalid_request` for what is no UUID. */
export function readOrg(context: CliContext, { org }: OrgFlag): OrgId | null {
  return org === undefined ? orgOfVariable(context, VARIABLE) : toOrgId(org);
}

/** A value from a file or a CI secret often ends in white space. An empty variable is a mistake, not an absence. */
function orgOfVariable({ env }: CliContext, variable: OrgVariable): OrgId | null {
  const text = env(variable)?.trim();
  if (text === undefined) return null;
  if (isUuid(text)) return toOrgId(text);
  const state = text === "" ? "it is empty" : "it is not a UUID";
  throw new CloacinaError(
    "invalid_request",
    `Cannot read the organisation in ${variable}: ${state}`,
    {
      hint: text === ""
        ? `set ${variable} to an organisation, unset it, or give --org UUID`
        : "an organisation is a UUID, such as 7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
    },
  );
}

/** As `readOrg`, if one is required. Throws `invalid_request`, which names the flag and the variable. */
export function requireOrg(context: CliContext, flags: OrgFlag): OrgId {
  return readOrg(context, flags) ?? missing(VARIABLE);
}

/**
 * The organisation whose signatures the engine's server requires: as `requireOrg`, with the server's own variable to
 * stand in for CLOACINA_ORG. Throws `invalid_request` if the two differ.
 */
export function requireServerOrg(context: CliContext, flags: OrgFlag): OrgId {
  if (flags.org !== undefined) return toOrgId(flags.org);
  const [orgId, serverOrgId] = [
    orgOfVariable(context, VARIABLE),
    orgOfVariable(context, SERVER_VARIABLE),
  ];
  if (orgId === null || serverOrgId === null || orgId === serverOrgId) {
    return orgId ?? serverOrgId ?? missing(`${SERVER_VARIABLE} or ${VARIABLE}`);
  }
  const state = `${VARIABLE} and ${SERVER_VARIABLE} are two different organisations`;
  throw new CloacinaError("invalid_request", `Cannot choose the organisation: ${state}`, {
    hint: "give the one that the server has with --org UUID",
  });
}

function missing(variables: string): never {
  throw commandLineError(
    "no organisation was given",
    `give it with --org UUID, or in ${variables}`,
  );
}
