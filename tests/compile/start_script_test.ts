import assert from "node:assert/strict";
import { join } from "node:path";
import { runCommand } from "../../scripts/compile/run_command.ts";
import { exportedNames, gatherStart } from "../../scripts/compile/start_script.ts";
import { inFolder } from "./in_folder.ts";

/** A program as the bundler leaves it: it counts, and has a chunk that no rehearsed command loads. */
const PROGRAM = {
  "main.js": `let n=Deno.args;if(n[0]==="--version"){` +
    `let{printVersion:e}=await import("./version-DDDDDDDD.js");e()}` +
    `else{let{runApp:e}=await import("./app-AAAAAAAA.js");await e(0,n)}export{};\n`,
  "app-AAAAAAAA.js": `import{a as t}from"./chunk-BBBBBBBB.js";` +
    `async function r(e,n){t();if(n[0]==="cold"){let{cold:o}=await import("./cold-CCCCCCCC.js");o()}` +
    `return 0}function c(){}export{r as runApp,c as createContext};\n`,
  "chunk-BBBBBBBB.js": `var e=0;function t(){return++e}export{t as a};\n`,
  "cold-CCCCCCCC.js": `import{a as t}from"./chunk-BBBBBBBB.js";` +
    `function o(){console.log(t(),import.meta.url)}export{o as cold};\n`,
  "version-DDDDDDDD.js": `import{a as t}from"./chunk-BBBBBBBB.js";` +
    `function v(){console.log("version",t())}export{v as printVersion};\n`,
};

/** Gathers the program in a folder, and calls the body with it. */
async function withGathered(isCompiled: boolean, body: (folder: string) => Promise<void>) {
  await inFolder(async (folder) => {
    for (const [name, source] of Object.entries(PROGRAM)) {
      await Deno.writeTextFile(join(folder, name), source);
    }
    await gatherStart(Deno.execPath(), { folder, entry: "main.js" }, isCompiled);
    await body(folder);
  });
}

async function run(folder: string, source: string, ...args: string[]): Promise<string> {
  await Deno.writeTextFile(join(folder, "test.js"), source);
  const run = ["run", "--no-config", "--no-lock", "--allow-read", "test.js", ...args];
  const { stdout, stderr } = await runCommand(Deno.execPath(), run, { cwd: folder });
  return stdout + stderr;
}

Deno.test("a chunk that is not part of the start shares the state of those that are", () =>
  withGathered(false, async (folder) => {
    assert.equal(
      await Deno.readTextFile(join(folder, "cold-CCCCCCCC.js")),
      PROGRAM["cold-CCCCCCCC.js"],
    );
    assert.doesNotMatch(await Deno.readTextFile(join(folder, "chunk-BBBBBBBB.js")), /\+\+/);
    const printed = await run(folder, 'import "./main.js";', "cold");
    assert.equal(printed, `2 file://${folder}/cold-CCCCCCCC.js\n`);
  }));

Deno.test("the start defines no export of a chunk that nobody asked for", () =>
  withGathered(false, async (folder) => {
    const script = await Deno.readTextFile(join(folder, "start_script.js"));
    assert.doesNotMatch(script, /defineProperty/);
  }));

Deno.test("V8 takes what it compiled of the start, and compiles it where that is missing", async () => {
  const tells =
    'import{script}from"./start.js";console.log(script.cachedDataRejected);import "./main.js";';
  for (const isCompiled of [true, false]) {
    await withGathered(isCompiled, async (folder) => {
      const printed = await run(folder, tells, "cold");
      assert.equal(printed.replace(/ .*/, ""), `2\n${!isCompiled}\n`);
    });
  }
});

Deno.test("what prints the version loads nothing else", () =>
  withGathered(false, async (folder) => {
    await Deno.remove(join(folder, "start.js"));
    await Deno.remove(join(folder, "chunk-BBBBBBBB.js"));
    assert.equal(await run(folder, 'import "./main.js";', "--version"), "version 1\n");
  }));

Deno.test("the same start is compiled to the same bytes", async () => {
  const codes: Uint8Array[] = [];
  for (const _ of [1, 2]) {
    await withGathered(true, async (folder) => {
      codes.push(await Deno.readFile(join(folder, "start_script.code")));
    });
  }
  assert.deepEqual(codes[0], codes[1]);
});

Deno.test("the names that a bundled module exports are read, and a module may export none", () => {
  assert.deepEqual(exportedNames('import"./a.js";var e=1;export{e as b,o as default,f};\n'), [
    "b",
    "default",
    "f",
  ]);
  assert.deepEqual(exportedNames('import"./a.js";\n'), []);
});
