import { CloacinaError } from "../../errors.ts";

/** A run-time parameter of the server, such as `search_path`, and its value. */
export type Setting = readonly [name: string, value: string];

// Words end at a space, unless a backslash stands before it; -c may be a word of its own.
const WORD = /(?:-c\s+)?(?:[^\s\\]|\\.)+/gs;

// "-c name=value", "-cname=value" or "--name=value".
const OPTION = /^(?:-c\s*|--)([A-Za-z_][\w.-]*)=(.*)$/s;

/**
 * The settings that a URL asks for: `options` as a server's command line (PostgreSQL, section 34.1.2), `search_path`
 * by itself. Throws `invalid_request`.
 */
export function readSettings(
  options: string | undefined,
  searchPath: string | undefined,
): readonly Setting[] {
  const settings = (options?.match(WORD) ?? []).map(toSetting);
  return searchPath === undefined ? settings : [...settings, ["search_path", searchPath]];
}

function toSetting(option: string): Setting {
  const [, name, value] = OPTION.exec(option.replace(/\\(.)/gs, "$1")) ?? [];
  if (name !== undefined && value !== undefined) return [name.replaceAll("-", "_"), value];
  throw new CloacinaError(
    "invalid_request",
    "Cannot use the database URL: its options do not read -c name=value",
  );
}
