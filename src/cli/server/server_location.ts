import { CloacinaError } from "../../errors.ts";
import { givenFlags } from "../command_line/given_flags.ts";
import { parseApiUrl } from "./api_url.ts";
import { OF_SERVER, OF_STORE, type PlaceFlags, PLACES } from "./place_flags.ts";
import type { ChosenServer, RemoteFlags } from "./remote_flags.ts";
import { configPath, readConfig } from "../store/config_file.ts";
import type { CliContext } from "../context.ts";
import { defaultKeyDirectory } from "../store/home.ts";
import { isReference } from "../keys/read_reference.ts";
import { warnOfReaders } from "../secrets/read_secret.ts";
import { isOfVault } from "../signers/signer_flags.ts";
import type { MasterKeyFlags } from "../store/store_flags.ts";

/**
 * Chooses the server that a command works on, or null where that is a store of this machine's (docs/architecture.md, "Stores"). What was
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

function requireOneKind(flags: PlaceFlags): void {
  const given = givenFlags(flags, PLACES);
  // `chooseStore` refuses two flags that name a store.
  if (given.length < 2 || flags.apiUrl === undefined && flags.profile === undefined) return;
  throw refused(`${given.join(" and ")} are mutually exclusive`);
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
  const { defaultProfile, databaseUrl } = await readConfig(context);
  if (defaultProfile !== undefined) {
    return await serverOf(context, defaultProfile, `default_profile in ${configPath(context)}`);
  }
  if (databaseUrl === undefined) await noteIdleToken(context);
  return null;
}

/** A token without a server is probably a mistake: the keys would be looked for on this machine. */
async function noteIdleToken(context: CliContext): Promise<void> {
  if (context.env("CLOACINA_API_KEY") === undefined) return;
  await context.terminal.note(
    "note: CLOACINA_API_KEY is set, but no server is named (--api-url, CLOACINA_API_URL): " +
      `this is the key directory ${defaultKeyDirectory(context)}`,
  );
}

function serverAt(text: string, because: string): ChosenServer {
  return { url: parseApiUrl(text, because), because, profileKey: undefined };
}

/** Nothing of a profile is repeated, not even a name that comes from the file. */
async function serverOf(
  context: CliContext,
  name: string,
  because: string,
): Promise<ChosenServer> {
  const { profiles, access } = await readConfig(context);
  const profile = profiles.get(name);
  if (profile === undefined) {
    throw refused(`${because} means a profile that ${configPath(context)} does not have`);
  }
  if (profile.server === undefined) throw refused(`the profile of ${because} has no server`);
  const { server, apiKey } = profile;
  if (apiKey !== undefined && !isReference(apiKey)) {
    await warnOfReaders(context, configPath(context), access);
  }
  return { url: parseApiUrl(server, because), because, profileKey: apiKey };
}

/** A flag that would have no effect shows that another store or server was expected. */
function requireItsFlags(flags: PlaceFlags, server: ChosenServer | null): void {
  const given = givenFlags(flags, server === null ? OF_SERVER : OF_STORE)
    .filter((name) => name !== "--retry-for" || !isOfVault(flags.key));
  if (given.length === 0) return;
  const subject = `${given.join(" and ")} ${given.length === 1 ? "is" : "are"}`;
  throw server === null
    ? refused(`${subject} for a server, and none is named`)
    : refused(`${subject} for a store, and ${server.because} names a server`);
}

function refused(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot choose the store: ${state}`);
}
