import { CloacinaError } from "../errors.ts";
import { parseApiUrl } from "./api_url.ts";
import { configPath, readConfig } from "./config_file.ts";
import type { CliContext } from "./context.ts";
import type { RemoteFlags } from "./remote_flags.ts";
import type { MasterKeyFlags } from "./store_flags.ts";

/** The server that is in force, and what decided that. */
export interface ChosenServer {
  readonly url: string;
  readonly because: string;
  /** The token of its profile, or `env:VAR` or `file:PATH` of one: it is for no other server. */
  readonly profileKey: string | undefined;
}

type PlaceFlags = MasterKeyFlags & RemoteFlags;

/**
 * Chooses the server that a command works on, or null where that is a store of this machine's (DESIGN section 4). What was
 * typed for this command goes before what the environment says, and that before the engine's configuration. Throws
 * `invalid_request`.
 */
export async function chooseServer(
  context: CliContext,
  flags: PlaceFlags,
): Promise<ChosenServer | null> {
  requireOneKind(flags);
  const server = await fromFlags(context, flags) ?? await fromSurroundings(context, flags);
  requireItsFlags(flags, server);
  return server;
}

function requireOneKind({ apiUrl, profile, databaseUrl, keyDir }: PlaceFlags): void {
  const given = [
    apiUrl === undefined ? [] : ["--api-url"],
    profile === undefined ? [] : ["--profile"],
    databaseUrl === undefined ? [] : ["--database-url"],
    keyDir === undefined ? [] : ["--key-dir"],
  ].flat();
  // Two that name a store are refused where the store is chosen.
  if (given.length < 2 || apiUrl === undefined && profile === undefined) return;
  throw refused(`${given.join(" and ")} exclude each other`);
}

async function fromFlags(
  context: CliContext,
  { apiUrl, profile }: RemoteFlags,
): Promise<ChosenServer | null> {
  if (apiUrl !== undefined) return serverAt(apiUrl, "--api-url");
  return profile === undefined ? null : await serverOf(context, profile, "--profile");
}

async function fromSurroundings(
  context: CliContext,
  { databaseUrl, keyDir }: MasterKeyFlags,
): Promise<ChosenServer | null> {
  if (databaseUrl !== undefined || keyDir !== undefined) return null;
  const because = "CLOACINA_API_URL";
  const url = context.env(because);
  if (url !== undefined) return serverAt(url.trim(), because);
  const store = context.env("DATABASE_URL") ?? context.env("CLOACINA_KEY_DIR");
  return store === undefined ? await fromConfig(context) : null;
}

async function fromConfig(context: CliContext): Promise<ChosenServer | null> {
  const { defaultProfile } = await readConfig(context);
  if (defaultProfile === undefined) return null;
  return await serverOf(context, defaultProfile, `default_profile in ${configPath(context)}`);
}

function serverAt(text: string, because: string): ChosenServer {
  return { url: parseApiUrl(text, because), because, profileKey: undefined };
}

/** What a profile says is not repeated, not even its name where that stands in the file. */
async function serverOf(
  context: CliContext,
  name: string,
  because: string,
): Promise<ChosenServer> {
  const profile = (await readConfig(context)).profiles.get(name);
  if (profile === undefined) {
    throw refused(`${because} means a profile that ${configPath(context)} does not have`);
  }
  if (profile.server === undefined) throw refused(`the profile of ${because} has no server`);
  return { url: parseApiUrl(profile.server, because), because, profileKey: profile.apiKey };
}

/** A flag that would mean nothing was given for something else than what it would act on. */
function requireItsFlags(flags: PlaceFlags, server: ChosenServer | null): void {
  const { apiKey, insecureHttp, caCert, dbSchema, masterKey } = flags;
  if (server === null) {
    const isForServer = apiKey !== undefined || insecureHttp || caCert !== undefined;
    if (!isForServer) return;
    throw refused("--api-key, --insecure-http and --ca-cert are for a server, and none is named");
  }
  if (dbSchema === undefined && masterKey === undefined) return;
  throw refused(
    `--db-schema and --master-key are for a store, and ${server.because} names a server`,
  );
}

function refused(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot choose the store: ${state}`);
}
