// Builds pages into dist/: all of them, or those that are named.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CloacinaError } from "../src/errors.ts";
import { copySources } from "./compile/bundle.ts";
import { runScript } from "./compile/run_script.ts";
import { buildPage } from "./pages/build_page.ts";
import { type Page, PAGES } from "./pages/pages.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

async function writePages(pages: readonly Page[]): Promise<void> {
  const output = join(ROOT, "dist");
  const sources = await Deno.makeTempDir({ prefix: "cloacina-pages-" });
  try {
    await copySources(ROOT, sources);
    await Deno.mkdir(output, { recursive: true });
    for (const page of pages) {
      const html = await buildPage({ deno: Deno.execPath(), sources }, page);
      await Deno.writeTextFile(join(output, page.file), html);
      console.log(join(output, page.file));
    }
  } finally {
    await Deno.remove(sources, { recursive: true });
  }
}

function pageNamed(name: string): Page {
  const page = new Map<string, Page>(Object.entries(PAGES)).get(name);
  if (page !== undefined) return page;
  const known = Object.keys(PAGES).join(", ");
  throw new CloacinaError("invalid_request", `Cannot build ${name}: the pages are ${known}`);
}

const pages = Deno.args.length > 0 ? Deno.args.map(pageNamed) : Object.values(PAGES);
Deno.exit(await runScript(() => writePages(pages)));
