// Builds pages into dist/: all of them, or those that are named.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CloacinaError } from "../src/errors.ts";
import { runScript } from "./compile/run_script.ts";
import { buildPage } from "./pages/build_page.ts";
import { type Page, PAGES } from "../src/http/server/pages.ts";
import { withPageWorkshop } from "./pages/with_page_workshop.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

async function writePages(pages: readonly Page[]): Promise<void> {
  const output = join(ROOT, "dist");
  await Deno.mkdir(output, { recursive: true });
  await withPageWorkshop(ROOT, async (workshop) => {
    for (const page of pages) {
      await Deno.writeTextFile(join(output, page.file), await buildPage(workshop, page));
      console.log(join(output, page.file));
    }
  });
}

function pageNamed(name: string): Page {
  const page = new Map<string, Page>(Object.entries(PAGES)).get(name);
  if (page !== undefined) return page;
  const known = Object.keys(PAGES).join(", ");
  throw new CloacinaError("invalid_request", `Cannot build ${name}: the pages are ${known}`);
}

const pages = Deno.args.length > 0 ? Deno.args.map(pageNamed) : Object.values(PAGES);
Deno.exit(await runScript(() => writePages(pages)));
