import assert from "node:assert/strict";
import { promiseProblems } from "./promise_problems.ts";

const ROOT = new URL("../../", import.meta.url);
const MODEL = await Deno.readTextFile(new URL("docs/security-model.md", ROOT));
const TESTS = await Deno.readTextFile(new URL("tests/docs/promises.md", ROOT));

function sourceOf(file: string): string | null {
  try {
    return Deno.readTextFileSync(new URL(file, ROOT));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

Deno.test("every promise of the security model names tests, and all of these are there", () => {
  assert.deepEqual(promiseProblems({ model: MODEL, tests: TESTS }, sourceOf), []);
});

/** Pages like them, with two promises in two sections. */
const GOOD = [
  "# Security model",
  "## Verifying",
  "### One thing",
  "- It is so:",
  "  a reason.",
  "### Limits of verifying",
  "- **Luck**.",
  "## Postgres",
  "### Another thing",
  "Too.",
  "## In the code",
  "Here.",
  "# Where each promise is tested",
  "| Promise       | File                    | Test               |",
  "| ------------- | ----------------------- | ------------------ |",
  "| One thing     | `tests/a_test.ts`       | `it is so`         |",
  "|               | `tests/a_test.ts`       | `${what} is so`    |",
  "| Another thing | `tests/b_contract.ts`   | `it is too`        |",
  "|               | `tests/scripts/c.txt`   | `How it is typed.` |",
].join("\n");

const SOURCES: Readonly<Record<string, string>> = {
  "tests/a_test.ts":
    'Deno.test("it is so", () => {});\n  Deno.test(\n    `${what} is so`,\n    go,\n  );',
  "tests/b_contract.ts": 'test("it is too", go);',
  "tests/scripts/c.txt": "# How it is typed.\n\n$ true\n",
};

/** What is wrong with the good pages once a text in them is another one. */
function problemsWith(text: string, other: string, sources = SOURCES): readonly string[] {
  assert.ok(GOOD.includes(text));
  const [model = "", tests = ""] = GOOD.replace(text, () => other).split(/^(?=# Where)/m);
  return promiseProblems({ model, tests }, (file) => sources[file] ?? null);
}

Deno.test("a table that names tests of all promises has no problems", () => {
  assert.deepEqual(problemsWith("", ""), []);
});

Deno.test("a promise without a row is a problem, wherever it stands", () => {
  for (const before of ["### Limits of verifying", "### Another thing"]) {
    assert.deepEqual(problemsWith(before, `### A third\nThing.\n${before}`), [
      "no test for: A third",
    ]);
  }
  assert.deepEqual(problemsWith("- **Luck**.", "- **Luck**.\n#### A third"), [
    "no test for: A third",
  ]);
});

Deno.test("a text that could not be cited is a problem: without a heading, or a limit without a name", () => {
  assert.deepEqual(problemsWith("### Another", "- **A third** thing.\n### Another"), [
    "no heading for: - **A third** thing.",
  ]);
  assert.deepEqual(problemsWith("- **Luck**.", "Fate.\n- Luck and\n  **more**."), [
    "no name for: Fate.",
    "no name for: Luck and **more**.",
  ]);
});

Deno.test("a row of no promise is a problem, also of what is not promised", () => {
  assert.deepEqual(problemsWith("| Another thing |", "| Luck |"), [
    "no test for: Another thing",
    "no such promise: Luck",
    "no such promise: Luck",
  ]);
});

Deno.test("a row of no file, of a file that holds no tests, or of neither, is a problem", () => {
  assert.deepEqual(problemsWith("tests/b_contract.ts", "tests/gone_test.ts"), [
    "no such file: tests/gone_test.ts",
  ]);
  assert.deepEqual(problemsWith("tests/b_contract.ts", "src/b.ts"), ["no test file: src/b.ts"]);
  assert.deepEqual(problemsWith("| `${what} is so`    |", "|"), [
    "no test file: |               | `tests/a_test.ts`       |",
  ]);
});

Deno.test("a row of no test is a problem: it must be the whole name, and the test must not be off", () => {
  const problem = (file: string, test: string) => [`no such test in ${file}: ${test}`];
  assert.deepEqual(
    problemsWith("`it is too`", "`it is`"),
    problem("tests/b_contract.ts", "it is"),
  );
  assert.deepEqual(
    problemsWith("`How it is typed.`", "`How it is`"),
    problem("tests/scripts/c.txt", "How it is"),
  );
  const ignored = ["Deno", "test", "ignore"].join(".");
  for (const call of ["// test", ignored, "say"]) {
    assert.deepEqual(
      problemsWith("", "", { ...SOURCES, "tests/b_contract.ts": `${call}("it is too");` }),
      problem("tests/b_contract.ts", "it is too"),
    );
  }
});

Deno.test("docs/environment.md names the variables that the program may read, and no other", async () => {
  const config = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const [, listed = ""] = /--allow-env=(\S+)/.exec(config.tasks.cloacina) ?? [];
  const page = await Deno.readTextFile(new URL("docs/environment.md", ROOT));
  const rows = Array.from(page.matchAll(/^\| `(\w+)`/gm), ([, name]) => name!);
  // Those of cloacina's own are permitted together, and one is only removed.
  const [, removed] = /`serve` removes\s+`(\w+)`/.exec(page) ?? [];
  const named = rows.map((name) => name.startsWith("CLOACINA_") ? "CLOACINA_*" : name);
  assert.deepEqual([...new Set([...named, removed])].sort(), listed.split(",").sort());
});
