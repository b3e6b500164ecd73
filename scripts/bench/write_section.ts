import { dirname } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { runCommand } from "../compile/run_command.ts";

/** A section of a page stands between `<!-- NAME -->` and `<!-- /NAME -->`. */
export type SectionName = "bench" | "stores" | "serve";

/** Replaces a section of a Markdown page, formats the page, and prints its path. */
export async function writeSection(path: string, name: SectionName, text: string): Promise<void> {
  await Deno.writeTextFile(path, withSection(await Deno.readTextFile(path), name, text));
  await runCommand(Deno.execPath(), ["fmt", "--quiet", path], { cwd: dirname(path) });
  console.log(path);
}

/** The page with another text in one section. Throws `invalid_request` if the page does not have that section. */
export function withSection(page: string, name: SectionName, text: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, finish] = [page.indexOf(begin), page.indexOf(end)];
  if (start < 0 || finish < start) {
    throw new CloacinaError("invalid_request", `Cannot write section "${name}": no ${begin}`);
  }
  return `${page.slice(0, start + begin.length)}\n\n${text.trim()}\n\n${page.slice(finish)}`;
}
