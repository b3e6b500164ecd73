/** The sections that other scripts than the page's own write, in their order at its end. */
const SECTIONS = ["stores", "serve"] as const;

/** Its text stands between `<!-- NAME -->` and `<!-- /NAME -->`. */
export type SectionName = typeof SECTIONS[number];

/** What a page that does not exist yet begins with. */
const TITLE = "# Benchmarks";

/** A section of a page, with its markers; undefined where the page has none. */
export function sectionOf(page: string, name: SectionName): string | undefined {
  const [begin, finish] = markers(name);
  const [start, end] = [page.indexOf(begin), page.indexOf(finish)];
  return start < 0 || end < start ? undefined : page.slice(start, end + finish.length);
}

/** The page with this text as a section of it; the rest stays as it is. */
export function withSection(page: string, name: SectionName, text: string): string {
  const [begin, finish] = markers(name);
  const section = `${begin}\n\n${text.trim()}\n\n${finish}`;
  return compose(page, (other) => other === name ? section : sectionOf(page, other));
}

/** A page that is new, with the sections that the one before it had. */
export function keepingSections(page: string, previous: string): string {
  return compose(page, (name) => sectionOf(previous, name));
}

/** The page with all sections at its end, in their order. */
function compose(page: string, find: (name: SectionName) => string | undefined): string {
  const body = SECTIONS.reduce(without, page).trimEnd() || TITLE;
  return [body, ...SECTIONS.flatMap((name) => find(name) ?? [])].join("\n\n") + "\n";
}

function without(page: string, name: SectionName): string {
  const section = sectionOf(page, name);
  if (section === undefined) return page;
  const [before, after] = page.split(section);
  return [before, after].map((part) => part!.trim()).filter((part) => part !== "").join("\n\n");
}

function markers(name: SectionName): readonly [string, string] {
  return [`<!-- ${name} -->`, `<!-- /${name} -->`];
}
