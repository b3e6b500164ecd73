import { fileURLToPath } from "node:url";
import { copySources } from "../../../scripts/compile/bundle.ts";
import { buildPage } from "../../../scripts/pages/build_page.ts";
import type { Page } from "../../../scripts/pages/pages.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** A page as its task builds it, made from a copy of the sources that is gone afterwards. */
export async function builtPage(page: Page): Promise<string> {
  const sources = await Deno.makeTempDir({ prefix: "cloacina-page-" });
  try {
    await copySources(ROOT, sources);
    return await buildPage({ deno: Deno.execPath(), sources }, page);
  } finally {
    await Deno.remove(sources, { recursive: true });
  }
}
