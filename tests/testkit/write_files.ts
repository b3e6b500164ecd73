import { toCloacinaError } from "../../src/errors.ts";
import { writeFiles, type WriteMode } from "../../src/files/write_files.ts";
import { newContent } from "./write_files_content.ts";

// Writes new content to every path that is named, in one call: `write_files.ts create|replace PATH...`.
// Prints an error's code, and exits with 1 then.
const [mode, ...paths] = Deno.args;
const files = paths.map((path, index) => ({ path, bytes: newContent(index), mode: 0o600 }));
try {
  await writeFiles(files, mode as WriteMode);
} catch (error) {
  console.log(toCloacinaError(error).code);
  Deno.exitCode = 1;
}
