import assert from "node:assert/strict";
import { COMPILE_USAGE } from "../../scripts/compile/arguments.ts";

const ROOT = new URL("../../", import.meta.url);

const read = (path: string) => Deno.readTextFileSync(new URL(path, ROOT));
const names = (folder: string) =>
  Array.from(Deno.readDirSync(new URL(folder, ROOT)), ({ name }) => `${folder}${name}`);

/** What has its help text in its source. */
const SCRIPTS = ["install.sh", "scripts/release_make.ts", "scripts/release_check.ts"];

/** Every help text, as the transcripts have it, and those of the build and of releases. */
const HELP = names("tests/scripts/").filter((path) => /\/help[^/]*\.txt$/.test(path)).map(read)
  .concat(COMPILE_USAGE, SCRIPTS.map(read)).join("\n");

const FLAG = /--[a-z][a-z-]*/g;

Deno.test("every flag that a page names in a sentence is one that a help text has", () => {
  const known = new Set(HELP.match(FLAG));
  // What benchmarks were started with stands on pages that their scripts write.
  const pages = ["README.md", "SECURITY.md", "CHANGELOG.md", ...names("docs/")]
    .filter((page) => page.endsWith(".md") && !page.endsWith("benchmarks.md"));
  const problems = pages.flatMap((page) => {
    const sentences = read(page).replace(/^```.*?^```$/gms, "").replace(
      /`(?:deno|docker|gh|gpg|journalctl|kubectl|podman) [^`]*`/g,
      "",
    );
    return sentences.match(FLAG)?.filter((flag) => !known.has(flag)).map((flag) =>
      `${page}: ${flag}`
    ) ?? [];
  });
  assert.deepEqual(problems, []);
});
