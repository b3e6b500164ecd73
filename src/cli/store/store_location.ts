import { CloacinaError } from "../../errors.ts";
import type { StoreLocation } from "../../store/location.ts";
import { configPath, readConfig } from "./config_file.ts";
import type { CliContext } from "../context.ts";
import { hasPassword, parseDatabaseUrl } from "./database_url.ts";
import { defaultKeyDirectory } from "./home.ts";
import { isDatabaseUri } from "./is_database_uri.ts";
import { isReference } from "../keys/read_reference.ts";
import { readSecret, warnOfReaders } from "../secrets/read_secret.ts";
import { requirePlainPath } from "../secrets/secret_given.ts";
import type { StoreFlags } from "./store_flags.ts";

/** Where the store is, and what chose it. */
export interface ChosenStore {
  readonly location: StoreLocation;
  readonly because: string;
}

/** What chose the directory under the home. */
export const BY_DEFAULT = "the default: no flag, variable or configuration names a store";

/** Maximum size of a file with a URL. */
const MAX_URL_BYTES = 4096;

/**
 * Chooses the store (docs/architecture.md, "Stores"). What was typed for this command goes before what the environment says, that
 * before the engine's configuration, that before the directory under the home. Throws `invalid_request`.
 */
export async function chooseStore(context: CliContext, flags: StoreFlags): Promise<ChosenStore> {
  const chosen = await fromFlags(context, flags) ?? fromVariables(context) ??
    await fromConfig(context) ?? await defaultOf(context);
  return { ...chosen, location: forPostgres(chosen.location, flags) };
}

async function fromFlags(
  context: CliContext,
  { databaseUrl, keyDir }: StoreFlags,
): Promise<ChosenStore | undefined> {
  if (databaseUrl !== undefined && keyDir !== undefined) {
    throw refused("--database-url and --key-dir are mutually exclusive");
  }
  const because = "--database-url";
  if (databaseUrl !== undefined) {
    return { location: parseDatabaseUrl(await readUrl(context, databaseUrl), because), because };
  }
  return keyDir === undefined ? undefined : directory(keyDir, "--key-dir");
}

function fromVariables({ env }: CliContext): ChosenStore | undefined {
  const [because, url] = ["DATABASE_URL", env("DATABASE_URL")];
  if (url !== undefined) return { location: parseDatabaseUrl(url.trim(), because), because };
  const keyDir = env("CLOACINA_KEY_DIR");
  return keyDir === undefined ? undefined : directory(keyDir, "CLOACINA_KEY_DIR");
}

async function fromConfig(context: CliContext): Promise<ChosenStore | undefined> {
  const { databaseUrl, access } = await readConfig(context);
  if (databaseUrl === undefined) return undefined;
  const name = configPath(context);
  if (hasPassword(databaseUrl)) await warnOfReaders(context, name, access);
  const because = `database_url in ${name}`;
  return { location: parseDatabaseUrl(databaseUrl, because), because };
}

/** The default does not stand in for a server that is named: only commands that cannot go through one come here then. */
async function defaultOf(context: CliContext): Promise<ChosenStore> {
  const named = await namedServer(context);
  if (named === null) return directory(defaultKeyDirectory(context), BY_DEFAULT);
  throw new CloacinaError(
    "invalid_request",
    `Cannot choose the store: ${named} names a server, and this command works on a store, not through a server`,
    { hint: "name its store with --database-url, DATABASE_URL or --key-dir" },
  );
}

async function namedServer(context: CliContext): Promise<string | null> {
  const variable = "CLOACINA_API_URL";
  if (context.env(variable) !== undefined) return variable;
  const { defaultProfile } = await readConfig(context);
  return defaultProfile === undefined ? null : `default_profile in ${configPath(context)}`;
}

function directory(path: string, because: string): ChosenStore {
  if (path === "") throw refused(`${because} is empty`);
  requirePlainPath(path, because);
  return { location: { kind: "directory", path }, because };
}

/** What names the database itself, or the value of `env:VAR` or `file:PATH`. Write access to that file decides whom to trust. */
async function readUrl(context: CliContext, text: string): Promise<string> {
  if (!isReference(text) || isDatabaseUri(context, text)) return text;
  const action = "read the database's URL";
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  const reading = { limit: MAX_URL_BYTES, action, trustedOnly: true, parse: decode } as const;
  return await readSecret(context, text, reading);
}

function forPostgres(
  location: StoreLocation,
  { dbSchema, requirePrimary = false }: StoreFlags,
): StoreLocation {
  if (location.kind === "postgres") {
    return { ...location, schema: dbSchema ?? location.schema, requirePrimary };
  }
  if (dbSchema !== undefined) throw refused("--db-schema is for Postgres, and this store is none");
  if (!requirePrimary) return location;
  throw refused("--require-primary is for Postgres, and this store is none");
}

function refused(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot choose the store: ${state}`);
}
