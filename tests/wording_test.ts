import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** A message names what the user asked for, and these name nothing. */
const EMPTY_ACTION = /["'`]Cannot (go on|continue|use|do it|make|place)\b[^"'`]*/g;

/** Phrases that nobody would look for, and what to write instead. */
const IDIOMS: readonly (readonly [idiom: RegExp, instead: string])[] = [
  [/is meant by/i, "is referred to by"],
  [/from afar/i, "remotely"],
  [/where nothing is said/i, "by default"],
  [/whose it is\b/i, "its owner"],
  [/is not said\b/i, "was not given"],
  [/makes sense\b/i, "is allowed"],
  [/exclude each other/i, "are mutually exclusive"],
  [/forbids to\b/i, "forbids …ing"],
];

for (const room of ["cli", "crypto", "domain", "errors.ts", "files", "formats", "operations"]) {
  Deno.test(`no message of src/${room} begins with an action that names nothing`, async () => {
    for (const { path, text } of await filesOf(`src/${room}`, ".ts")) {
      assert.deepEqual(text.match(EMPTY_ACTION) ?? [], [], path);
    }
  });
}

for (const place of ["src", "README.md", "CONTRIBUTING.md", "docs"]) {
  Deno.test(`${place} is written in plain English`, async () => {
    const files = [...await filesOf(place, ".ts"), ...await filesOf(place, ".md")];
    assert.notEqual(files.length, 0);
    for (const { path, text } of files) {
      for (const [idiom, instead] of IDIOMS) {
        assert.doesNotMatch(text, idiom, `${path}: rather "${instead}"`);
      }
    }
  });
}

Deno.test("what is looked for is found", () => {
  assert.deepEqual('throw error("Cannot use TLS: no")'.match(EMPTY_ACTION), [
    '"Cannot use TLS: no',
  ]);
  assert.equal('throw error("Cannot sign: no")'.match(EMPTY_ACTION), null);
  const text = "A key is meant by its id, also from afar.";
  assert.equal(IDIOMS.filter(([idiom]) => idiom.test(text)).length, 2);
});

/** The files at a path, or below it, whose names end so. */
async function filesOf(place: string, extension: string) {
  const path = join(ROOT, place);
  const names = /\.\w+$/.test(place)
    ? place.endsWith(extension) ? [path] : []
    : (await readdir(path, { recursive: true })).map((name) => join(path, name));
  return await Promise.all(
    names.filter((name) => name.endsWith(extension))
      .map(async (name) => ({ path: name, text: await readFile(name, "utf8") })),
  );
}
