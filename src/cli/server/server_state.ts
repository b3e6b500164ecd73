import { type CloacinaError, toCloacinaError } from "../../errors.ts";
import { errorDocument } from "../../contract/error_document.ts";
import { recordJson } from "../records/record_json.ts";
import { apiTokenFields } from "../records/api_token_output.ts";
import type { CliContext } from "../context.ts";
import type { Fields } from "../terminal/output.ts";
import type { ChosenServer, RemoteFlags } from "./remote_flags.ts";

/** The state of the server in use, as printed: what chose it, whether it answers, and what the token may do. */
export interface ServerState {
  readonly json: Readonly<Record<string, unknown>>;
  readonly fields: Fields;
  /** Why the server cannot be used, in `json` and `fields` already. */
  readonly error?: CloacinaError;
}

/** Checks a server. One that does not answer or refuses the token is a result, not an error. */
export async function lookAtServer(
  context: CliContext,
  flags: RemoteFlags,
  server: ChosenServer,
): Promise<ServerState> {
  const { url, because } = server;
  const { json, fields, ...state } = await askWho(context, flags, server).catch(refusalOf);
  return {
    ...state,
    json: { url, ...json, because },
    fields: [["server", url], ...fields, ["chosen by", because]],
  };
}

async function askWho(
  context: CliContext,
  flags: RemoteFlags,
  server: ChosenServer,
): Promise<ServerState> {
  const token = await context.withServer(flags, server, ({ whoami }) => whoami());
  return {
    json: { usable: true, token: await recordJson("ApiToken", token) },
    fields: [["answers", "yes"], ...apiTokenFields(token)],
  };
}

function refusalOf(thrown: unknown): ServerState {
  const error = toCloacinaError(thrown);
  const { message, code } = error;
  return {
    json: { usable: false, ...errorDocument(error) },
    fields: [["no server", `${message} (${code})`]],
    error,
  };
}
