import assert from "node:assert/strict";
import { formatMarkdown } from "../../scripts/docs/format_markdown.ts";
import { GENERATED } from "../../scripts/docs/generated_mark.ts";
import { GENERATED_PAGES } from "../../scripts/docs/generated_pages.ts";

const DOCS = new URL("../../docs/", import.meta.url);

for (const [name, page] of Object.entries(GENERATED_PAGES)) {
  Deno.test(`docs/${name} says what the code does: else run \`deno task docs\``, async () => {
    const text = await Deno.readTextFile(new URL(name, DOCS));
    assert.ok(text.startsWith(`${GENERATED}\n`));
    assert.equal(text, await formatMarkdown(await page()));
  });
}

Deno.test("every page that says that it is generated has its generator", async () => {
  const names = Array.from(Deno.readDirSync(DOCS), ({ name }) => name);
  const texts = await Promise.all(names.map((name) => Deno.readTextFile(new URL(name, DOCS))));
  const generated = names.filter((_, index) => texts[index]!.startsWith(GENERATED));
  assert.deepEqual(generated.sort(), Object.keys(GENERATED_PAGES).sort());
});
