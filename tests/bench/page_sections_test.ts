import assert from "node:assert/strict";
import { keepingSections, sectionOf, withSection } from "../../scripts/bench/page_sections.ts";

const SECTION = "<!-- stores -->\n\n## Stores\n\nold\n\n<!-- /stores -->";
const OTHER = "<!-- serve -->\n\n## Serving\n\n<!-- /serve -->";
const PAGE = "# Benchmarks\n\n## Budgets\n\nall met\n";

Deno.test("the section is found between its markers", () => {
  assert.equal(sectionOf(`${PAGE}\n${SECTION}\n`, "stores"), SECTION);
});

Deno.test("a page without both markers in their order has no section", () => {
  for (const page of ["", PAGE, "<!-- stores -->\n", "<!-- /stores --> <!-- stores -->"]) {
    assert.equal(sectionOf(page, "stores"), undefined);
  }
});

Deno.test("a page that is not there yet begins with the title", () => {
  const page = "# Benchmarks\n\n<!-- stores -->\n\n## Stores\n\n<!-- /stores -->\n";
  assert.equal(withSection("", "stores", "## Stores\n"), page);
});

Deno.test("the section takes the place of the one before it, at the end, and nothing else changes", () => {
  const page = `${PAGE}\n${SECTION.replace("old", "new")}\n`;
  assert.equal(withSection(PAGE, "stores", "## Stores\n\nnew\n"), page);
  assert.equal(withSection(`${PAGE}\n${SECTION}\n`, "stores", "## Stores\n\nnew\n"), page);
});

Deno.test("what stood after the section stands before it now", () => {
  const page = withSection(`# A\n\n${SECTION}\n\n## B\n`, "stores", "## Stores\n\nold\n");
  assert.equal(page, `# A\n\n## B\n\n${SECTION}\n`);
});

Deno.test("a page that is written anew keeps the section that it had", () => {
  const previous = `# Benchmarks\n\nlast year's\n\n${SECTION}\n`;
  assert.equal(keepingSections(PAGE, previous), `${PAGE}\n${SECTION}\n`);
  assert.equal(
    keepingSections(PAGE, keepingSections(PAGE, previous)),
    `${PAGE}\n${SECTION}\n`,
  );
});

Deno.test("a page that is written anew gets no section where there was none", () => {
  assert.equal(keepingSections(PAGE, ""), PAGE);
  assert.equal(keepingSections(PAGE, "# Benchmarks\n\nlast year's\n"), PAGE);
});

Deno.test("sections keep their order, whichever is written last", () => {
  const both = `${PAGE}\n${SECTION}\n\n${OTHER}\n`;
  assert.equal(withSection(`${PAGE}\n${OTHER}\n`, "stores", "## Stores\n\nold\n"), both);
  assert.equal(withSection(both, "serve", "## Serving\n"), both);
  assert.equal(keepingSections(PAGE, `# Old\n\n${OTHER}\n\n${SECTION}\n`), both);
});
