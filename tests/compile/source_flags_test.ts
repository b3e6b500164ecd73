import assert from "node:assert/strict";
import { sourceFlags } from "../../scripts/compile/source_flags.ts";

function task(command: string): string {
  return `ROOT=$PWD && cd "$INIT_CWD" && ${command}`;
}

Deno.test("the flags are those of the task cloacina, in either of its forms", () => {
  const line = task(
    'deno run --no-prompt  --allow-read --allow-env=HOME,CLOACINA_HOME "$ROOT/main.ts"',
  );
  const flags = ["--no-prompt", "--allow-read", "--allow-env=HOME,CLOACINA_HOME"];
  assert.deepEqual(sourceFlags(JSON.stringify({ tasks: { cloacina: line } })), flags);
  assert.deepEqual(sourceFlags(JSON.stringify({ tasks: { cloacina: { command: line } } })), flags);
});

Deno.test("Deno says nothing of its downloads between what the program says", async () => {
  const denoJson = await Deno.readTextFile(new URL("../../deno.json", import.meta.url));
  assert.ok(sourceFlags(denoJson).includes("--quiet"));
});

const NOT_PLAIN = [
  undefined,
  "",
  "deno run -A main.ts",
  'deno run -A "$ROOT/main.ts"',
  task("deno run"),
  task("deno task other"),
  task('deno run -A "$ROOT/other.ts"'),
  task('deno run -A "$ROOT/main.ts" keys'),
  task('deno run -A "$ROOT/main.ts" && deno run "$ROOT/main.ts"'),
  task('deno run --allow-read=$HOME "$ROOT/main.ts"'),
  task("deno run --allow-read='a b' \"$ROOT/main.ts\""),
  task('deno run x.ts "$ROOT/main.ts"'),
];

for (const line of NOT_PLAIN) {
  Deno.test(`a task that is not one plain deno run in the caller's folder is refused: ${line}`, () => {
    assert.throws(() => sourceFlags(JSON.stringify({ tasks: { cloacina: line } })), {
      message: /^Cannot read deno\.json's task cloacina: not `/,
    });
  });
}
