import { copySources } from "../compile/bundle.ts";
import type { PageWorkshop } from "./build_page.ts";

/** Calls `work` with a copy of the project's sources to build pages from, which is gone afterwards. */
export async function withPageWorkshop<Result>(
  root: string,
  work: (workshop: PageWorkshop) => Promise<Result>,
): Promise<Result> {
  const sources = await Deno.makeTempDir({ prefix: "cloacina-pages-" });
  try {
    await copySources(root, sources);
    return await work({ deno: Deno.execPath(), sources });
  } finally {
    await Deno.remove(sources, { recursive: true });
  }
}
