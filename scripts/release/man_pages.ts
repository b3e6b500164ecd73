import { join } from "node:path";
import { manPages } from "../../src/cli/man/man_page.ts";
import { toRoff } from "../../src/cli/man/roff.ts";
import { loadRoutes } from "../../src/cli/commands/routes.ts";
import { CloacinaError } from "../../src/errors.ts";
import { readCommit, readCommitDate } from "../compile/facts.ts";
import { runCommand } from "../compile/run_command.ts";

/** So that every machine, at any time, packs the same bytes. */
const SAME_BYTES = [
  ...["--format=ustar", "--sort=name", "--mtime=@0", "--mode=644"],
  ...["--owner=0", "--group=0", "--numeric-owner"],
];

/** Packs the page of every command, as `cloacina man` writes it, into a file. Needs the tar of GNU. */
export async function packManPages(root: string, version: string, path: string): Promise<void> {
  const date = await readCommitDate(root, await readCommit(root));
  const folder = await Deno.makeTempDir({ prefix: "cloacina-man-" });
  try {
    const pages = await manPages(await loadRoutes(), []);
    const names = pages.map(({ name }) => `${name}.1`);
    for (const [index, page] of pages.entries()) {
      await Deno.writeTextFile(join(folder, names[index]!), toRoff(page, { version, date }));
    }
    const args = ["--create", `--file=${path}`, ...SAME_BYTES, "--", ...names];
    const { success, stderr } = await runCommand("tar", args, { cwd: folder });
    if (!success) throw new CloacinaError("io_failed", `Cannot pack the pages for man: ${stderr}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
