import assert from "node:assert/strict";
import { kindOfExecutable, runFlags } from "./tool.ts";

Deno.test("the flags are those of the task cloacina, in either of its forms", () => {
  const line = "deno run --no-prompt  --allow-read --allow-env=HOME,CLOACINA_HOME main.ts";
  const flags = ["--no-prompt", "--allow-read", "--allow-env=HOME,CLOACINA_HOME"];
  assert.deepEqual(runFlags(JSON.stringify({ tasks: { cloacina: line } })), flags);
  assert.deepEqual(runFlags(JSON.stringify({ tasks: { cloacina: { command: line } } })), flags);
});

const NOT_PLAIN = [
  undefined,
  "",
  "deno run",
  "deno task other",
  "deno run -A other.ts",
  "deno run -A main.ts keys",
  "deno run -A main.ts && deno run main.ts",
  "deno run --allow-read=$HOME main.ts",
  "deno run --allow-read='a b' main.ts",
  "deno run x.ts main.ts",
];

for (const line of NOT_PLAIN) {
  Deno.test(`a task that is not one plain deno run is refused: ${line}`, () => {
    assert.throws(() => runFlags(JSON.stringify({ tasks: { cloacina: line } })), {
      message: "Cannot read deno.json's task cloacina: not `deno run FLAGS main.ts`",
    });
  });
}

Deno.test("the build is known by the executable's name", () => {
  assert.equal(kindOfExecutable("dist/cloacina"), "cloacina");
  assert.equal(kindOfExecutable("/x/cloacina-linux-x64"), "cloacina");
  assert.equal(kindOfExecutable("dist/cloacina-offline"), "cloacina-offline");
  assert.equal(kindOfExecutable("cloacina-offline-linux-x64"), "cloacina-offline");
  assert.throws(() => kindOfExecutable("dist/other"), { message: /^Cannot test dist\/other: / });
});
