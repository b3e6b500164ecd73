import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { isApiToken } from "../../formats/api_token.ts";
import type { CliContext } from "../context.ts";
import { isReference } from "../keys/read_reference.ts";
import { readSecret } from "./read_secret.ts";
import type { ChosenServer, RemoteFlags } from "../server/remote_flags.ts";

/** Maximum size of a token file. */
const MAX_TOKEN_BYTES = 4096;

const VARIABLE = "CLOACINA_API_KEY";

/**
 * The API token for a server: from `--api-key`, else CLOACINA_API_KEY, else the profile of the server. No message
 * repeats any of it. Throws `unauthorized` if there is none or it is malformed.
 */
export async function readApiKey(
  context: CliContext,
  { apiKey }: RemoteFlags,
  { url, profileKey }: ChosenServer,
): Promise<string> {
  if (apiKey !== undefined) return await readToken(context, requireReference(apiKey), "--api-key");
  const value = context.env(VARIABLE);
  if (value !== undefined) return requireToken(value, VARIABLE);
  if (profileKey === undefined) throw missing(url);
  const source = "the profile's api_key";
  if (!isReference(profileKey)) return requireToken(profileKey, source);
  return await readToken(context, profileKey, source);
}

/** Whether a token for a server is given at all, good or bad. */
export function isApiKeyGiven(
  { env }: CliContext,
  { apiKey }: RemoteFlags,
  { profileKey }: ChosenServer,
): boolean {
  return (apiKey ?? env(VARIABLE) ?? profileKey) !== undefined;
}

/** Anything else may be the token itself. */
function requireReference(text: string): string {
  if (isReference(text)) return text;
  throw new CloacinaError(
    "invalid_request",
    "Cannot read --api-key: it takes env:VAR or file:PATH, never the token itself",
    { hint: `put the token into ${VARIABLE}, or into a file and give file:PATH` },
  );
}

async function readToken(context: CliContext, reference: string, source: string): Promise<string> {
  const action = "read the API token";
  return await readSecret(context, reference, {
    limit: MAX_TOKEN_BYTES,
    action,
    parse: (bytes) => requireToken(new TextDecoder().decode(bytes), source),
  });
}

function requireToken(text: string, source: string): string {
  const token = text.trim();
  if (isApiToken(token)) return token;
  throw token === ""
    ? unusable(source, "it is empty", "is the secret available to this job?")
    : unusable(
      source,
      "it is not a token",
      "a token is clk_ and 43 characters, as `cloacina tokens create` printed it",
    );
}

function unusable(source: string, state: string, hint: string): CloacinaError {
  const message = `Cannot read the API token of ${source}: ${state}`;
  return new CloacinaError("unauthorized", message, { hint });
}

function missing(url: string): CloacinaError {
  return new CloacinaError(
    "unauthorized",
    `Cannot connect to ${quoted(url)}: no API token was given`,
    {
      hint: `set ${VARIABLE} to a token of \`cloacina tokens create\`, or give --api-key REF`,
    },
  );
}
