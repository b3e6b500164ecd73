import assert from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);

const docs = Array.from(Deno.readDirSync(new URL("docs", ROOT)), ({ name }) => `docs/${name}`)
  .filter((name) => name.endsWith(".md"));
const pages = new Map(
  ["README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", ...docs]
    .map((name) => [name, Deno.readTextFileSync(new URL(name, ROOT))]),
);

/** What GitHub has beside the files: the form by which a vulnerability is reported, and the releases. */
const GITHUB_PAGES = ["../../security/advisories/new", "../../releases/latest"];

/** Where the links of a page lead, but those out of the repository. */
function linksOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target) && !GITHUB_PAGES.includes(target));
}

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(text: string): readonly string[] {
  const headings = Array.from(text.matchAll(/^#+ (.+)$/gm), ([, heading]) => heading!);
  return headings.map((heading) =>
    heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-")
  );
}

/** What is wrong with one link of a page; null where nothing is. */
function linkProblem(page: string, target: string): string | null {
  const [path = "", anchor] = target.split("#");
  const url = path === "" ? new URL(page, ROOT) : new URL(path, new URL(page, ROOT));
  try {
    const { isFile } = Deno.statSync(url);
    if (anchor === undefined) return null;
    if (!isFile) return `${page}: ${target} is a folder`;
    return anchorsOf(Deno.readTextFileSync(url)).includes(anchor) ? null : `${page}: ${target}`;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return `${page}: ${target}`;
  }
}

Deno.test("every link of README and docs/ leads to a file, and to a heading that it has", () => {
  const problems = [...pages].flatMap(([page, text]) =>
    linksOf(text).map((target) => linkProblem(page, target)).filter((problem) => problem !== null)
  );
  assert.deepEqual(problems, []);
});

Deno.test("README leads to every page, in one step", () => {
  const targets = linksOf(pages.get("README.md")!).map((target) => target.split("#")[0]);
  const others = [...pages.keys()].filter((name) => !["README.md", "CHANGELOG.md"].includes(name));
  assert.deepEqual(others.filter((name) => !targets.includes(name)), []);
});

Deno.test("every page of docs/ leads to code at its end", () => {
  for (const name of docs) {
    const [, end = ""] = /^## In the code\n(.*)$/ms.exec(pages.get(name)!) ?? [];
    assert.match(end, /\]\(\.\.\/(src|scripts|tests|main\.ts)/, name);
  }
});

Deno.test("README is short", () => {
  assert.ok(pages.get("README.md")!.split("\n").length < 150);
});

const PATH = /`((?:src|tests|scripts|docs|findings)\/[\w./-]+)`/g;

Deno.test("every file or folder of the repository that a page names is there", () => {
  const problems = [...pages].flatMap(([page, text]) =>
    Array.from(withoutExamples(text).matchAll(PATH), ([, path]) => path!)
      .filter((path) => !isThere(path)).map((path) => `${page}: ${path}`)
  );
  assert.deepEqual(problems, []);
});

/** CONTRIBUTING's worked examples name files that would be new. */
function withoutExamples(page: string): string {
  return page.split(/^(?=#+ )/m).filter((section) => !section.startsWith("### A new ")).join("");
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(new URL(path, ROOT));
    return true;
  } catch {
    return false;
  }
}

Deno.test("a comment that cites a section of a page cites one that is there", () => {
  const cited = ["src", "tests", "scripts"].flatMap((folder) => sourcesBelow(`${folder}/`)).flatMap(
    (source) => Array.from(source.matchAll(/(docs\/[\w-]+\.md),[\s*]+"([^"]+)"/g)),
  );
  assert.notEqual(cited.length, 0);
  for (const [citation, page, section] of cited) {
    assert.ok(pages.get(page!)?.includes(`\n## ${section!.replace(/[\s*]+/g, " ")}\n`), citation);
  }
});

function sourcesBelow(folder: string): readonly string[] {
  return Array.from(Deno.readDirSync(new URL(folder, ROOT))).flatMap(({ name, isDirectory }) => {
    if (isDirectory) return sourcesBelow(`${folder}${name}/`);
    return name.endsWith(".ts") ? [Deno.readTextFileSync(new URL(`${folder}${name}`, ROOT))] : [];
  });
}
