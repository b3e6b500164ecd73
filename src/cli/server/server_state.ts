import { toCloacinaError } from "../../errors.ts";
import { errorDocument } from "../../contract/error_document.ts";
import type { CheckedPart } from "../records/checked_part.ts";
import { recordJson } from "../records/record_json.ts";
import { isApiKeyGiven } from "../secrets/api_key.ts";
import { apiTokenFields } from "../records/api_token_output.ts";
import type { CliContext } from "../context.ts";
import type { ChosenServer, RemoteFlags } from "./remote_flags.ts";

/**
 * Checks a server: what the token may do, or, without a token, whether it is ready. One that does not answer or refuses
 * the token is a result, not an error.
 */
export async function lookAtServer(
  context: CliContext,
  flags: RemoteFlags,
  server: ChosenServer,
): Promise<CheckedPart> {
  const { url, because } = server;
  const ask = isApiKeyGiven(context, flags, server) ? askWho : askReady;
  const { json, fields, ...state } = await ask(context, flags, server).catch(refusalOf);
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
): Promise<CheckedPart> {
  const token = await context.withServer(flags, server, ({ whoami }) => whoami());
  return {
    json: { usable: true, token: await recordJson("ApiToken", token) },
    fields: [["answers", "yes"], ...apiTokenFields(token)],
  };
}

/** As the health check of a container asks, which has no token. */
async function askReady(
  context: CliContext,
  flags: RemoteFlags,
  server: ChosenServer,
): Promise<CheckedPart> {
  await context.requireServerReady(flags, server);
  return {
    json: { usable: true, token: null },
    fields: [
      ["answers", "yes, it is ready"],
      ["token", "none was given, and commands need one: set CLOACINA_API_KEY"],
    ],
  };
}

function refusalOf(thrown: unknown): CheckedPart {
  const error = toCloacinaError(thrown);
  const { message, code } = error;
  return {
    json: { usable: false, ...errorDocument(error) },
    fields: [["no server", `${message} (${code})`]],
    error,
  };
}
