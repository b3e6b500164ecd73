import { dirname } from "node:path";
import { runCommand } from "../compile/run_command.ts";

/** Rewrites a Markdown page from its previous text (empty if there is none), formats it, and prints its path. */
export async function rewritePage(
  path: string,
  rewrite: (previous: string) => string,
): Promise<void> {
  const previous = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  });
  await Deno.writeTextFile(path, rewrite(previous));
  await runCommand(Deno.execPath(), ["fmt", "--quiet", path], { cwd: dirname(path) });
  console.log(path);
}
