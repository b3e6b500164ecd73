import type { ApiRole } from "../../../domain/api_token.ts";
import type { KeyId, OrgId } from "../../../domain/ids.ts";
import { toKeyName } from "../../../domain/key_name.ts";
import { CloacinaError } from "../../../errors.ts";
import type { Operations } from "../../../operations/operations.ts";
import { recordJson } from "../../records/record_json.ts";
import { apiTokenFields } from "../../records/api_token_output.ts";
import type { CliContext } from "../../context.ts";
import { parseExpiry } from "../../parse_time.ts";
import { readOrg } from "../../organisation.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";

/** The flags of `tokens create`. */
export interface CreateTokenFlags extends JsonFlag, StoreFlags, RemoteFlags, OrgFlag {
  readonly allOrgs?: boolean;
  readonly role: ApiRole;
  readonly name?: string;
  readonly expires?: string;
  readonly keyId?: readonly string[];
}

/** Creates an API token. It is printed once and not stored. */
export default async function createToken(
  this: CliContext,
  flags: CreateTokenFlags,
): Promise<void> {
  const orgId = chooseOrg(this, flags);
  const request = {
    orgId,
    name: flags.name === undefined ? null : toKeyName(flags.name),
    role: flags.role,
    expiresAt: flags.expires === undefined ? null : parseExpiry(flags.expires, this.now()),
  };
  const created = await this.withOperations(flags, async (operations) => {
    const keyIds = await findKeys(operations, orgId, flags);
    return await operations.tokens.create({ ...request, keyIds });
  });
  await printResult({ ...this.terminal, write: this.terminal.writeSecret }, flags, {
    document: () => recordJson("CreatedApiToken", created),
    fields: [["token", created.token], ...apiTokenFields(created.info)],
  });
  await this.terminal.note("note: the token is shown this once; what is kept is a hash of it");
}

/** Null for all organisations, which must be requested explicitly. */
function chooseOrg(context: CliContext, flags: CreateTokenFlags): OrgId | null {
  if (flags.allOrgs && flags.org === undefined) return null;
  const orgId = readOrg(context, flags);
  if (orgId !== null && !flags.allOrgs) return orgId;
  const state = flags.allOrgs
    ? "--org and --all-orgs are mutually exclusive"
    : "no organisation was given";
  throw new CloacinaError("invalid_request", `Cannot create the token: ${state}`, {
    hint: "--org UUID (or CLOACINA_ORG) is for one organisation, --all-orgs for all of them",
  });
}

async function findKeys(
  { keys }: Operations,
  orgId: OrgId | null,
  { keyId }: CreateTokenFlags,
): Promise<readonly KeyId[] | null> {
  if (keyId === undefined) return null;
  const found: KeyId[] = [];
  for (const text of keyId) found.push((await keys.show({ text, orgId })).id);
  return found;
}
