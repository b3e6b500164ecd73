import assert from "node:assert/strict";
import { join } from "node:path";
import { ROOT } from "../../scripts/lint/paths.ts";

/** A comment that switches off every rule of a file, or one of the project's own. */
const SILENCE = /deno-lint-ignore(-file[ \t]*(--.*)?$|.*cloacina\/)/m;

Deno.test("no source silences the project's own rules", async () => {
  const folders = ["src", "scripts"].map((folder) => filesBelow(join(ROOT, folder)));
  assert.ok(folders.every((files) => files.length > 0));
  const sources = [join(ROOT, "main.ts"), ...folders.flat()];
  for (const source of sources) {
    assert.doesNotMatch(await Deno.readTextFile(source), SILENCE, source);
  }
});

Deno.test("a silence is known when seen", () => {
  for (
    const comment of [
      `// deno-lint-ignore-file`,
      `/* x */\n// deno-lint-ignore-file\nlet a;`,
      `// deno-lint-ignore-file -- why`,
      `// deno-lint-ignore-file cloacina/machine`,
      `// deno-lint-ignore no-explicit-any cloacina/rooms`,
    ]
  ) assert.match(comment, SILENCE);
  for (
    const comment of [
      `// deno-lint-ignore no-explicit-any`,
      `// deno-lint-ignore-file no-explicit-any`,
    ]
  ) assert.doesNotMatch(comment, SILENCE);
});

function filesBelow(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    return isDirectory ? filesBelow(path) : [path];
  });
}
