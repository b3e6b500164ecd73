import { fileURLToPath } from "node:url";
import { buildPage } from "../../../scripts/pages/build_page.ts";
import type { Page } from "../../../src/http/server/pages.ts";
import { withPageWorkshop } from "../../../scripts/pages/with_page_workshop.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** A page as its task builds it. */
export function builtPage(page: Page): Promise<string> {
  return withPageWorkshop(ROOT, (workshop) => buildPage(workshop, page));
}
