import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** Verbs that do not tell what the user asked for. */
const EMPTY_VERBS = "(?:go on|continue|use|do it|do this|make|place)\\b";

/** A message that begins with one of them. */
const EMPTY_MESSAGE = new RegExp(`["'\`]Cannot ${EMPTY_VERBS}[^"'\`]*`, "g");

/** A function or a method with a parameter `action`, of which its messages are made. */
const TAKES_ACTION =
  /(?:function (\w+)(?:<[^>]*>)?|(\w+)(?::|\s*=)\s*(?:async )?)\([^()]*\baction: string/g;

/** Phrases that nobody would look for, and what to write instead. */
const IDIOMS: readonly (readonly [idiom: RegExp, instead: string])[] = [
  [/is meant\b/i, "is referred to"],
  [/from afar/i, "remotely"],
  [/where nothing is said/i, "by default"],
  [/whose it is\b/i, "its owner"],
  [/whosever\b/i, "regardless of the owner"],
  [/(tells?|says?) the truth/i, "is consistent"],
  [/hangs? together/i, "is intact"],
  [/passe[sd] over/i, "is ignored"],
  [/is not said\b/i, "was not given"],
  [/makes sense\b/i, "is allowed"],
  [/exclude each other/i, "are mutually exclusive"],
  [/forbids to\b/i, "forbids …ing"],
];

Deno.test("every message begins with the action that failed", async () => {
  const files = await filesOf("src", ".ts");
  const takers = actionTakers(files.map(({ text }) => text));
  for (const { path, text } of files) {
    assert.deepEqual(emptyActions(text, takers), [], path);
  }
});

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
  const source = `
    function failed<Kind>(path: string, action: string) { return new Error(\`Cannot \${action}\`); }
    interface Files { readonly requireTrusted: (path: string, action: string) => void; }
    const ACTION = "use the log";
    throw error("Cannot use TLS: no");
    throw error("Cannot sign: no");
    throw failed<Key>(name("key"), "make durable");
    throw failed("user", "write", { hint: "use another" });
    files.requireTrusted(path, \`use the directory \${path}\`);
    read(path, { action: "continue with it", hint: "use a file" });
    refuse(verb.action ?? "do this");
  `;
  const takers = actionTakers([source]);
  assert.deepEqual(takers, ["failed", "requireTrusted"]);
  assert.deepEqual(emptyActions(source, takers), [
    '"Cannot use TLS: no',
    '"use the log',
    '"continue with it',
    '"do this',
    '"make durable',
    "`use the directory ",
  ]);
  const text = "A key is meant by its id, also from afar.";
  assert.equal(IDIOMS.filter(([idiom]) => idiom.test(text)).length, 2);
});

/** The names of functions and methods that take an action. */
function actionTakers(texts: readonly string[]): readonly string[] {
  const names = texts.flatMap((text) =>
    [...text.matchAll(TAKES_ACTION)].map(([, ofFunction, ofMethod]) => ofFunction ?? ofMethod!)
  );
  return [...new Set(names)].sort();
}

/** What begins with an empty verb: whole messages, values called `action`, and arguments of `takers`. */
function emptyActions(text: string, takers: readonly string[]): readonly string[] {
  const empty = `(["\`]${EMPTY_VERBS}[^"\`$]*)`;
  const values = new RegExp(`\\baction\\b\\s*(?:[:=]|\\?\\?)\\s*${empty}`, "gi");
  const calls = new RegExp(
    `\\b(?:${takers.join("|")})(?:<\\w+>)?\\((?:[^{};]*?[,\\s])?${empty}`,
    "g",
  );
  return [
    ...text.match(EMPTY_MESSAGE) ?? [],
    ...[...text.matchAll(values)].map(([, value]) => value!),
    ...[...text.matchAll(calls)].map(([, value]) => value!),
  ];
}

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
