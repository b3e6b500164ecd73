import { quoted } from "../../domain/quoted.ts";
import { MAX_PATH_LENGTH } from "../../domain/shown_text.ts";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { readPath } from "../keys/read_reference.ts";
import { asFile } from "../terminal/standard_streams.ts";
import { utf8Text } from "../../formats/utf8.ts";

const MAX_PATHS = 100_000;

const MAX_LIST_BYTES = 16 * 1024 * 1024;

/**
 * The paths in the file of `--files-from`: one a line, or, as `find -print0` writes them, each ended by NUL. One that
 * is there twice is taken once. Throws `invalid_request` for what is too long or not UTF-8, which might name another file.
 */
export async function readFilesFrom(context: CliContext, path: string): Promise<readonly string[]> {
  const action = "read the list of files in";
  const { bytes, name } = await readPath(context, path, { limit: MAX_LIST_BYTES, action });
  const refused = (state: string) =>
    new CloacinaError("invalid_request", `Cannot ${action} ${quoted(name)}: ${state}`);
  const text = utf8Text(bytes, "dropped");
  if (text === null) throw refused("it is not UTF-8");
  const paths = [...pathsIn(text)];
  if (paths.length > MAX_PATHS) throw refused("it has more than 100,000 paths");
  // The runtime takes hours for a path of megabytes.
  if (paths.some(({ length }) => length > MAX_PATH_LENGTH)) {
    throw refused(`it has a path of more than ${MAX_PATH_LENGTH} characters`);
  }
  return paths;
}

/** A path that is `-` is a file: the list itself may come from standard input. */
function pathsIn(text: string): ReadonlySet<string> {
  const paths = text.includes("\0") ? text.split("\0") : linesOf(text);
  const named = paths.filter((path) => path !== "");
  return new Set(named.map(asFile));
}

/** Lines that all end in CR LF are those of Windows; otherwise a CR belongs to a name. */
function linesOf(text: string): readonly string[] {
  return /(?<!\r)\n|\r(?!\n)/.test(text) ? text.split("\n") : text.split("\r\n");
}
