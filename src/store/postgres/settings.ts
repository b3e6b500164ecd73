import { CloacinaError } from "../../errors.ts";

/** A run-time parameter of the server, such as `lock_timeout`, and its value. */
export type Setting = readonly [name: string, value: string];

/** The settings in a URL. Its search path says where the tables are; no statement runs under it. */
interface Settings {
  readonly settings: readonly Setting[];
  /** Null where the URL has none: then the role's own applies. */
  readonly searchPath: string | null;
}

// Words end at a space, unless a backslash stands before it; -c may be a word of its own.
const WORD = /(?:-c\s+)?(?:[^\s\\]|\\.)+/gs;

// "-c name=value", "-cname=value" or "--name=value".
const OPTION = /^(?:-c\s*|--)([A-Za-z_][\w.-]*)=(.*)$/s;

/**
 * The settings that a URL asks for: `options` as a server's command line (PostgreSQL, section 34.1.2), and
 * `search_path`, which takes precedence over one in the options. Throws `invalid_request`.
 */
export function readSettings(
  options: string | undefined,
  searchPath: string | undefined,
): Settings {
  const all = (options?.match(WORD) ?? []).map(toSetting);
  const paths = all.filter(isSearchPath).map(([, value]) => value);
  return {
    settings: all.filter((setting) => !isSearchPath(setting)),
    searchPath: searchPath ?? paths.at(-1) ?? null,
  };
}

/** Whether transactions are to be read-only by default, as the server reads it; null if the settings do not say. */
export function readOnlySetting(settings: readonly Setting[]): boolean | null {
  const isMeant = ([name]: Setting) => name.toLowerCase() === "default_transaction_read_only";
  const value = settings.findLast(isMeant)?.[1].trim().toLowerCase();
  if (value === undefined || value === "") return null;
  const isPrefixOf = (word: string) => word.startsWith(value);
  if (["true", "yes", "1"].some(isPrefixOf) || value === "on") return true;
  return ["false", "no", "0"].some(isPrefixOf) || ["of", "off"].includes(value) ? false : null;
}

/** Names of settings are case-insensitive. */
function isSearchPath([name]: Setting): boolean {
  return name.toLowerCase() === "search_path";
}

function toSetting(option: string): Setting {
  const [, name, value] = OPTION.exec(option.replace(/\\(.)/gs, "$1")) ?? [];
  if (name !== undefined && value !== undefined) return [name.replaceAll("-", "_"), value];
  throw new CloacinaError(
    "invalid_request",
    "Cannot read the database URL: its options are not of the form -c name=value",
  );
}
