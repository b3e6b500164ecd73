import { join } from "node:path";
import type { FileAccess } from "../../domain/file_mode.ts";
import { quoted } from "../../domain/quoted.ts";
import { shownPath } from "../../domain/shown_text.ts";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { homeOf } from "./home.ts";
import type { ParsedConfig } from "./parse_config.ts";

/** What this program takes from the engine's configuration file. */
interface Config extends ParsedConfig {
  /** Who may read the file, which may have secrets. */
  readonly access: FileAccess;
}

const NOTHING: Config = {
  databaseUrl: undefined,
  defaultProfile: undefined,
  profiles: new Map(),
  access: { mode: null },
};

/** Maximum size of the file. */
const MAX_CONFIG_BYTES = 1024 * 1024;

/** Where the engine keeps its configuration. */
export function configPath(context: Pick<CliContext, "env">): string {
  return join(homeOf(context), "config.toml");
}

/**
 * Reads the engine's `config.toml`. Where there is none nothing is configured; keys that are not ours are left alone,
 * and the file is never written. Throws `invalid_request` for a file that is broken, and quotes nothing of it, and
 * `insufficient_permissions` where others may write it or its directory.
 */
export async function readConfig(context: CliContext): Promise<Config> {
  const path = configPath(context);
  const action = "read the configuration";
  const { files } = context;
  files.requireTrusted(path, action);
  if (!await files.exists(path)) return NOTHING;
  const { bytes, ...access } = files.readTrusted(path, MAX_CONFIG_BYTES, action);
  const { parseConfig } = await import("./parse_config.ts");
  if (bytes.length > MAX_CONFIG_BYTES) throw unreadable(path, "it is over 1 MiB");
  try {
    return { ...parseConfig(bytes), access };
  } catch (cause) {
    throw unreadable(path, cause instanceof SyntaxError ? cause.message : "it is damaged", cause);
  }
}

function unreadable(path: string, state: string, cause?: unknown): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    `Cannot read the configuration ${quoted(shownPath(path))}: ${state}`,
    {
      hint: "name the store with --database-url or --key-dir, and the file is not needed",
      cause,
    },
  );
}
