// Writes the pages of docs/ that are generated from the code: `deno task docs`.
import { GENERATED_PAGES } from "./docs/generated_pages.ts";
import { formatMarkdown } from "./docs/format_markdown.ts";

for (const [name, page] of Object.entries(GENERATED_PAGES)) {
  const file = new URL(`../docs/${name}`, import.meta.url);
  await Deno.writeTextFile(file, await formatMarkdown(await page()));
}
