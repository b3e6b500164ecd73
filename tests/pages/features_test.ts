import assert from "node:assert/strict";
import { MISSING, OLDEST_BROWSERS } from "../../src/pages/features.ts";

for (const name of ["verifier", "console"]) {
  Deno.test(`docs/${name}.md names the browsers that its page names`, async () => {
    const text = await Deno.readTextFile(new URL(`../../docs/${name}.md`, import.meta.url));
    assert.ok(text.includes(`It needs ${OLDEST_BROWSERS}, or later, and says`));
  });
}

Deno.test("what has all that the pages use lacks nothing", () => {
  assert.deepEqual(MISSING, []);
});
