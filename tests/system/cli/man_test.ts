import assert from "node:assert/strict";
import { loadRoutes } from "../../../src/cli/commands/routes.ts";
import type { Section } from "../../../src/cli/command_line/section_text.ts";
import type { Row } from "../../../src/cli/command_line/wrap.ts";
import { manPages } from "../../../src/cli/man/man_page.ts";
import { toPlainText } from "../../../src/cli/man/plain_text.ts";
import { type Cli, withCli } from "../../testkit/cli.ts";

const PAGES = await manPages(await loadRoutes(), []);
const FILES = PAGES.map(({ name }) => `man/${name}.1`).join(" ");

Deno.test("mandoc finds nothing wrong with the page of any command", async () => {
  await withCli(async (cli) => {
    await writePages(cli);
    const { stdout, stderr, code } = await cli.run(`mandoc -Tlint ${FILES}`);
    assert.deepEqual([stdout, stderr, code], ["", "", 0]);
  });
});

Deno.test("what man shows of an example and of a flag is what is to be typed", async () => {
  await withCli(async (cli) => {
    await writePages(cli);
    const shown = await cli.run(`mandoc -Tutf8 ${FILES}`);
    assert.deepEqual([shown.stderr, shown.code], ["", 0]);
    const manual = withoutBold(shown.stdout);
    const text = PAGES.map((page) => toPlainText(page, 80)).join("\n");
    assert.deepEqual(examplesIn(manual), examplesIn(text));
    const lines = manual.split("\n").map((line) => line.trim());
    for (const { label } of PAGES.flatMap(({ sections }) => sections.flatMap(rowsOf))) {
      assert.ok(lines.some((line) => line.startsWith(label)), label);
    }
  });
});

async function writePages(cli: Cli): Promise<void> {
  const { code, stderr } = await cli.run("cloacina man --output-dir man");
  assert.equal(code, 0, stderr);
}

/** Bold is a letter, a backspace and the letter again. */
function withoutBold(text: string): string {
  return text.split("\b").map((part, index, { length }) =>
    index < length - 1 ? part.slice(0, -1) : part
  ).join("");
}

function examplesIn(text: string): readonly string[] {
  const blocks = Array.from(text.matchAll(/^EXAMPLES\n(.*?)\n\n/gms), ([, lines]) => lines!);
  assert.ok(blocks.length > 30, `${blocks.length} pages have examples`);
  return blocks.flatMap((lines) => lines.split("\n").map((line) => line.trim()));
}

function rowsOf(section: Section): readonly Row[] {
  return "rows" in section ? section.rows : [];
}
