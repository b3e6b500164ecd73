import assert from "node:assert/strict";
import { databaseServer, withDatabase } from "../testkit/postgres_database.ts";
import { programsIn } from "../testkit/programs_in.ts";
import { PAGES, POSTGRES } from "./page_settings.ts";
import { type PageSetting, runPage } from "./run_page.ts";
import { type ShellBlock, shellBlocks } from "./shell_blocks.ts";

const ROOT = new URL("../../", import.meta.url);

const NAMES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].concat(
  Array.from(Deno.readDirSync(new URL("docs", ROOT)), ({ name }) => `docs/${name}`).sort(),
);

/** Registers a test for each page with blocks of shell: those that run system programs, or the others. */
export function pageTests(which: "bare" | "system"): void {
  for (const page of NAMES) {
    const blocks = shellBlocks(Deno.readTextFileSync(new URL(page, ROOT)));
    const setting = PAGES[page];
    if (blocks.length === 0 && setting === undefined) continue;
    if (isForSystem(blocks, setting) !== (which === "system")) continue;

    Deno.test(`the commands of ${page} work, one after the other, and print what it shows`, async () => {
      assert.ok(setting !== undefined, `${page} is not in page_settings.ts`);
      assert.notEqual(blocks.length, 0, `${page} has no blocks of shell`);
      await runWithDatabase(blocks, setting);
    });
  }
}

function isForSystem(blocks: readonly ShellBlock[], setting: PageSetting = {}): boolean {
  const shell = [setting.prepare ?? "", ...blocks.map(({ text }) => text)].join("\n");
  return programsIn(shell).length > 0;
}

async function runWithDatabase(
  blocks: readonly ShellBlock[],
  setting: PageSetting,
): Promise<void> {
  if (!blocks.some(({ text }) => text.includes(POSTGRES))) return await runPage(blocks, setting);
  await withDatabase(
    await databaseServer(),
    (url) => runPage(blocks, { ...setting, replace: { [POSTGRES]: url } }),
  );
}
