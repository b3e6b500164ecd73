import assert from "node:assert/strict";
import {
  keepingStoresSection,
  storesSectionOf,
  withStoresSection,
} from "../../scripts/bench/stores_section.ts";

const SECTION = "<!-- stores -->\n\n## Stores\n\nold\n\n<!-- /stores -->";
const PAGE = "# Benchmarks\n\n## Budgets\n\nall met\n";

Deno.test("the section is found between its markers", () => {
  assert.equal(storesSectionOf(`${PAGE}\n${SECTION}\n`), SECTION);
});

Deno.test("a page without both markers in their order has no section", () => {
  for (const page of ["", PAGE, "<!-- stores -->\n", "<!-- /stores --> <!-- stores -->"]) {
    assert.equal(storesSectionOf(page), undefined);
  }
});

Deno.test("a page that is not there yet begins with the title", () => {
  const page = "# Benchmarks\n\n<!-- stores -->\n\n## Stores\n\n<!-- /stores -->\n";
  assert.equal(withStoresSection("", "## Stores\n"), page);
});

Deno.test("the section takes the place of the one before it, at the end, and nothing else changes", () => {
  const page = `${PAGE}\n${SECTION.replace("old", "new")}\n`;
  assert.equal(withStoresSection(PAGE, "## Stores\n\nnew\n"), page);
  assert.equal(withStoresSection(`${PAGE}\n${SECTION}\n`, "## Stores\n\nnew\n"), page);
});

Deno.test("what stood after the section stands before it now", () => {
  const page = withStoresSection(`# A\n\n${SECTION}\n\n## B\n`, "## Stores\n\nold\n");
  assert.equal(page, `# A\n\n## B\n\n${SECTION}\n`);
});

Deno.test("a page that is written anew keeps the section that it had", () => {
  const previous = `# Benchmarks\n\nlast year's\n\n${SECTION}\n`;
  assert.equal(keepingStoresSection(PAGE, previous), `${PAGE}\n${SECTION}\n`);
  assert.equal(
    keepingStoresSection(PAGE, keepingStoresSection(PAGE, previous)),
    `${PAGE}\n${SECTION}\n`,
  );
});

Deno.test("a page that is written anew gets no section where there was none", () => {
  assert.equal(keepingStoresSection(PAGE, ""), PAGE);
  assert.equal(keepingStoresSection(PAGE, "# Benchmarks\n\nlast year's\n"), PAGE);
});
