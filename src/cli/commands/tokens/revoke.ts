import type { ApiTokenId } from "../../../domain/api_token.ts";
import { isUuid } from "../../../domain/ids.ts";
import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError } from "../../../errors.ts";
import { apiTokenFields } from "../../records/api_token_output.ts";
import { storedJson } from "../../records/record_json.ts";
import { confirm } from "../../terminal/confirm.ts";
import type { ConfirmFlags } from "../../command_line/flags.ts";
import type { CliContext } from "../../context.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { StoreFlags } from "../../store/store_flags.ts";

/** The flags of `tokens revoke`. */
export interface RevokeTokenFlags extends JsonFlag, StoreFlags, RemoteFlags, ConfirmFlags {}

/** Revokes a token from the next request on. It cannot be undone. */
export default async function revoke(
  this: CliContext,
  flags: RevokeTokenFlags,
  text: string,
): Promise<void> {
  const id = toTokenId(text);
  await confirm(this, flags, {
    action: `revoke the token ${quoted(id)}`,
    question: `Revoke the API token ${id}? Requests with it are refused from then on.`,
  });
  const token = await this.withOperations(
    flags,
    ({ tokens }) => tokens.revoke({ id, orgId: null }),
  );
  const document = () => storedJson("ApiToken", token);
  await printResult(this.terminal, flags, { document, fields: apiTokenFields(token) });
}

/** What is not an ID may be the token itself, so it is not repeated. */
function toTokenId(text: string): ApiTokenId {
  if (isUuid(text)) return text.toLowerCase() as ApiTokenId;
  throw new CloacinaError(
    "invalid_request",
    "Cannot revoke the token: it must be given by its ID",
    {
      hint: "`cloacina tokens list` shows the IDs",
    },
  );
}
