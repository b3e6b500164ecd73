import assert from "node:assert/strict";
import type { HintFacts } from "../../scripts/docs/hint_facts.ts";
import { hintsOf } from "../../scripts/docs/hints.ts";
import plugin from "../../scripts/docs/hints_plugin.ts";

const ROOT = new URL("../../", import.meta.url);

/** The hints in files, by their paths; codes without any are left out. */
function hintsIn(
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, readonly string[]>> {
  const facts = Object.entries(files).map(([path, source]): HintFacts =>
    JSON.parse(Deno.lint.runPlugin(plugin, path, source)[0]!.message)
  );
  return Object.fromEntries(Array.from(hintsOf(facts)).filter(([, hints]) => hints.length > 0));
}

Deno.test("a hint is found where an error is made, with what is the same in every case", () => {
  const source = `
    const FLAG = "--org";
    const HINT = "a " + \`name, \${FLAG}\`;
    export function refuse(name: string) {
      if (name === "") throw new CloacinaError("invalid_key", "Cannot", { hint: HINT });
      throw new CloacinaError("invalid_request", \`Cannot \${name}\`, {
        hint: name ? \`say \${name}\` : name ?? "say it",
      });
    }`;
  assert.deepEqual(hintsIn({ "/a.ts": source }), {
    invalid_request: ["say it", "say …"],
    invalid_key: ["a name, --org"],
  });
});

Deno.test("a hint that is handed to the function that makes the error is found, with its own code", () => {
  const own = `
    export function failure(code: ErrorCode, { hint, state }: Details) {
      return new CloacinaError(code, state, { hint });
    }
    export function passed(details: Details) {
      return new CloacinaError("io_failed", "Cannot", { cause: 1, ...details });
    }
    const unusable = (hint?: string) => failure("store_corrupt", { state: "", hint });
    unusable("restore it");
    unusable();`;
  const other = `
    import { failure, passed } from "./own.ts";
    failure("key_revoked", { state: "", hint: "take another" });
    failure("duplicate_name", { state: "", hint: "rename it" });
    passed({ hint: "try again" });`;
  const stranger = `function failure(code, details) {} failure("key_revoked", { hint: "no" });`;
  assert.deepEqual(hintsIn({ "/own.ts": own, "/other.ts": other, "/stranger.ts": stranger }), {
    io_failed: ["try again"],
    duplicate_name: ["rename it"],
    store_corrupt: ["restore it"],
    key_revoked: ["take another"],
  });
});

Deno.test("a parameter has its default where nothing is handed in, and a code that is passed on is any", () => {
  const source = `
    function noAnswer(state: string, code: ErrorCode = "store_unavailable") {
      return new CloacinaError(code, state, { hint: "look there" });
    }
    noAnswer("gone");
    function withHint({ code, message }: CloacinaError) {
      return new CloacinaError(code, message, { hint: "name it" });
    }
    work().catch((error) => { throw withHint(error); });`;
  assert.deepEqual(hintsIn({ "/a.ts": source }), {
    store_unavailable: ["look there"],
    "any code": ["name it"],
  });
});

Deno.test("hints in tables are found: rows of objects, rows of arrays, and by code", () => {
  const source = `
    const ROWS = { "28P01": { code: "unauthorized", state: "no", hint: "check it" } };
    const STATES = { 5: ["store_unavailable", "it is busy", "wait"], 6: ["io_failed", "it is full"] };
    const HINTS = { key_not_found: "list them" };`;
  assert.deepEqual(hintsIn({ "/a.ts": source }), {
    store_unavailable: ["wait"],
    key_not_found: ["list them"],
    unauthorized: ["check it"],
  });
});

Deno.test("hints in rows that are taken apart are found, with the code of the error that gets them", () => {
  const source = `
    const CHECK = "check it";
    const ROWS = [[/gone/, "it is gone", CHECK], [/late/, "it is late", "wait"]];
    const KINDS = { a: ["the first", "take the second"] };
    const refused = (state: string, hint: string) => new CloacinaError("invalid_key", state, { hint });
    function explain(reason: string) {
      const row = ROWS.find(([pattern]) => pattern.test(reason));
      const [, state, hint] = row ?? ROWS.find(() => true)!;
      return new CloacinaError("io_failed", state, { hint });
    }
    function judge(kind: string) {
      const [state, advice] = KINDS[kind];
      return refused(state, advice);
    }`;
  assert.deepEqual(hintsIn({ "/a.ts": source }), {
    io_failed: ["check it", "wait"],
    invalid_key: ["take the second"],
  });
});

Deno.test("a row with its own code keeps its own hint where it is taken apart", () => {
  const source = `
    const STATES = { 5: ["store_unavailable", "it is busy", "wait"], 6: ["io_failed", "it is full"] };
    function explain(result: number) {
      const [code, state, hint] = STATES[result];
      return new CloacinaError(code, state, { hint });
    }`;
  assert.deepEqual(hintsIn({ "/a.ts": source }), { store_unavailable: ["wait"] });
});

Deno.test("a default that another file does not know is found where it is declared", () => {
  const own = `
    const TRY = "give another";
    export function parse(text: string, hint: string = TRY) {
      return new CloacinaError("invalid_key", text, { hint });
    }`;
  const other = `import { parse } from "./own.ts"; parse("it is empty");`;
  assert.deepEqual(hintsIn({ "/own.ts": own, "/other.ts": other }), {
    invalid_key: ["give another"],
  });
});

Deno.test("a list of codes, and a row that is no error's, have no hint", () => {
  const source = `
    const ORDER = ["key_integrity", "package_tampered", "invalid_signature"];
    const fields = (token: Token) => [["name", "x", "none"], [LABEL, "x", token.role ?? "none"]];`;
  assert.deepEqual(hintsIn({ "/a.ts": source }), {});
});

Deno.test("docs/errors.md has no hint of one word", async () => {
  const page = await Deno.readTextFile(new URL("docs/errors.md", ROOT));
  const lists = Array.from(page.matchAll(/^```text\n(.*?)\n```$/gms), ([, list]) => list!);
  assert.ok(lists.length > 15);
  assert.deepEqual(lists.flatMap((list) => list.split("\n")).filter((hint) => !/ /.test(hint)), []);
});

Deno.test("docs/errors.md has every hint that stands in the source as one text", async () => {
  const page = await Deno.readTextFile(new URL("docs/errors.md", ROOT));
  const hints = sources("src/").flatMap((source) =>
    Array.from(source.matchAll(/\bhint: "([^"\\]+)",?$/gm), ([, hint]) => hint!)
  );
  assert.ok(hints.length > 50);
  assert.deepEqual(hints.filter((hint) => !page.includes(`\n${hint}\n`)), []);
});

function sources(folder: string): readonly string[] {
  return Array.from(Deno.readDirSync(new URL(folder, ROOT))).flatMap(({ name, isDirectory }) =>
    isDirectory
      ? sources(`${folder}${name}/`)
      : [Deno.readTextFileSync(new URL(`${folder}${name}`, ROOT))]
  );
}
