/**
 * The text of a page of its own, from where `deno task pages` writes it; null if it is not there. In an executable,
 * `scripts/compile.ts` puts a module that holds the pages in this one's place.
 */
export async function pageText(file: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(new URL(`../../../dist/${file}`, import.meta.url));
  } catch {
    return null;
  }
}
