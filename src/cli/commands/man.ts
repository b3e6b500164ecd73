import { join } from "node:path";
import { BUILD } from "../../build.ts";
import { pageWidth } from "../command_line/page_width.ts";
import type { CliContext } from "../context.ts";
import { type ManPage, manPages } from "../man/man_page.ts";
import { toPlainText } from "../man/plain_text.ts";
import { type Edition, toRoff } from "../man/roff.ts";

/** The flags of `man`. */
export interface ManFlags {
  readonly outputDir?: string;
}

/** Prints the page of a command, or writes it and those below it to a directory. */
export default async function man(
  this: CliContext,
  { outputDir }: ManFlags,
  ...words: readonly string[]
): Promise<void> {
  const pages = await manPages(await this.commandTree(), words);
  if (outputDir === undefined) {
    return await this.terminal.write(toPlainText(pages[0]!, pageWidth(this.terminal)));
  }
  await this.files.makeDirectory(outputDir);
  const edition = { version: BUILD.version, date: dateOf(this) };
  // Without --force: nobody but this command writes these files.
  await this.files.write(pages.map((page) => fileOf(page, outputDir, edition)), "replace");
  await this.terminal.note(`note: pages written: ${pages.length}`);
}

/** The day of the commit, so that each build of it writes the same; of sources that are changed at will, today. */
function dateOf({ now }: CliContext): string {
  return BUILD.date === "unknown" ? now().toISOString().slice(0, 10) : BUILD.date;
}

function fileOf(page: ManPage, outputDir: string, edition: Edition) {
  const bytes = new TextEncoder().encode(toRoff(page, edition));
  return { path: join(outputDir, `${page.name}.1`), mode: 0o644, bytes };
}
