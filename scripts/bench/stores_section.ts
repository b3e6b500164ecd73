const BEGIN = "<!-- stores -->";
const END = "<!-- /stores -->";

/** What a page that does not exist yet begins with. */
const TITLE = "# Benchmarks\n";

/** The section of the stores in docs/benchmarks.md, with its markers; undefined where the page has none. */
export function storesSectionOf(page: string): string | undefined {
  const [start, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  return start < 0 || end < start ? undefined : page.slice(start, end + END.length);
}

/** The page with this text as its section of the stores, at the end; the rest stays as it is. */
export function withStoresSection(page: string, text: string): string {
  return endWith(withoutSection(page), `${BEGIN}\n\n${text.trim()}\n\n${END}`);
}

/** A page that is new, with the section of the stores that the one before it had. */
export function keepingStoresSection(page: string, previous: string): string {
  const section = storesSectionOf(previous);
  return section === undefined ? page : endWith(withoutSection(page), section);
}

function withoutSection(page: string): string {
  const section = storesSectionOf(page);
  if (section === undefined) return page;
  const [before, after] = page.split(section);
  return [before, after].map((part) => part!.trim()).filter((part) => part !== "").join("\n\n");
}

function endWith(page: string, section: string): string {
  return `${page.trimEnd() || TITLE.trimEnd()}\n\n${section}\n`;
}
