import { join } from "node:path";
import { bundleForBrowsers } from "./bundle_page.ts";
import { fillTemplate, partsOf } from "./fill_template.ts";
import { type Page, PAGES } from "../../src/http/server/pages.ts";

/** A copy of the sources, as `copySources` makes it, and the Deno that bundles. */
export interface PageWorkshop {
  readonly deno: string;
  readonly sources: string;
}

/** Makes every page, by the names of their files. */
export async function buildPages(workshop: PageWorkshop): Promise<ReadonlyMap<string, string>> {
  const built = new Map<string, string>();
  for (const page of Object.values(PAGES)) built.set(page.file, await buildPage(workshop, page));
  return built;
}

/**
 * Makes a page from its folder: `page.html`, with the files that it names in its place, styles as they are and modules
 * bundled. The same sources give the same bytes on any machine.
 */
export async function buildPage(
  { deno, sources }: PageWorkshop,
  { folder }: Page,
): Promise<string> {
  const place = `src/pages/${folder}`;
  const template = await Deno.readTextFile(join(sources, place, "page.html"));
  const parts = new Map<string, string>();
  for (const name of partsOf(template)) {
    const path = `${place}/${name}`;
    const part = name.endsWith(".css")
      ? await Deno.readTextFile(join(sources, path))
      : await bundleForBrowsers(deno, sources, path);
    parts.set(name, part);
  }
  return fillTemplate(template, parts);
}
