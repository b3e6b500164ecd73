import assert from "node:assert/strict";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { readStartupModules, startupModules } from "../../scripts/bench/startup_modules.ts";

Deno.test("start-up is what is reached without import() but the root's own, and types load nothing", () => {
  const graph = {
    roots: ["file:///p/main.ts"],
    modules: [
      {
        specifier: "file:///p/main.ts",
        dependencies: [
          { code: { specifier: "file:///p/src/app.ts" }, isDynamic: true },
          { type: { specifier: "file:///p/src/types.ts" } },
        ],
      },
      {
        specifier: "file:///p/src/app.ts",
        dependencies: [
          { code: { specifier: "npm:/tree@1.0.0" } },
          { code: { specifier: "node:path" } },
          { code: { specifier: "file:///p/main.ts" } },
          { code: { specifier: "file:///p/src/lazy.ts" }, isDynamic: true },
        ],
      },
      {
        specifier: "file:///p/src/lazy.ts",
        dependencies: [{ code: { specifier: "npm:/prompts@1.0.0" } }],
      },
    ],
  };
  assert.deepEqual(startupModules(graph), {
    own: ["main.ts", "src/app.ts"],
    packages: ["tree@1.0.0"],
  });
});

Deno.test("the program's start-up begins with main.ts and loads one package, its command tree", async () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { own, packages } = await readStartupModules(root, "main.ts");
  assert.equal(own[0], "main.ts");
  assert.deepEqual(packages.map((name) => name.replace(/@[^@]+$/, "")), ["@stricli/core"]);
  // What a noun has, flags and all, is loaded with the noun.
  const ofNouns = own.filter((name) => /^src\/cli\/(commands|package|server)\//.test(name));
  assert.deepEqual(ofNouns, ["src/cli/commands/routes.ts"]);
  // Nor is what prints its result: only what reads keys and signals, and prints notes and errors.
  const ofTerminal = own.filter((name) => name.startsWith("src/cli/terminal/"));
  assert.deepEqual(ofTerminal.map((name) => basename(name, ".ts")), [
    "cell_width",
    "interruption",
    "message_lines",
    "never",
    "prompts",
    "standard_streams",
    "terminal",
    "terminal_interrupt",
    "terminal_progress",
    "terminal_prompt_device",
    "wrap_message",
  ]);
});
