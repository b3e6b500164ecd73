import assert from "node:assert/strict";
import { withSection } from "../../scripts/bench/write_section.ts";

const PAGE = `# Benchmarks

<!-- stores -->

## Stores

old

<!-- /stores -->

<!-- serve -->
<!-- /serve -->
`;

Deno.test("a section is replaced, and nothing else changes", () => {
  const page = withSection(PAGE, "stores", "## Stores\n\nnew\n");
  assert.equal(page, PAGE.replace("old", "new"));
  assert.equal(withSection(page, "stores", "## Stores\n\nold"), PAGE);
});

Deno.test("an empty section is filled", () => {
  const page = withSection(PAGE, "serve", "text");
  assert.equal(page, PAGE.replace("<!-- serve -->\n", "<!-- serve -->\n\ntext\n\n"));
});

Deno.test("a page without both markers in their order is refused", () => {
  for (const page of ["", PAGE, "<!-- bench -->\n", "<!-- /bench --> <!-- bench -->"]) {
    assert.throws(() => withSection(page, "bench", "text"), {
      code: "invalid_request",
      message: 'Cannot write section "bench": no <!-- bench -->',
    });
  }
});
