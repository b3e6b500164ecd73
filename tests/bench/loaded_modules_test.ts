import assert from "node:assert/strict";
import { join } from "node:path";
import { PRIVATE_PEM, PUBLIC_PEM } from "../testkit/sample_keys.ts";
import { bundleForCounting, countLoadedModules, type LoadedModules } from "./loaded_modules.ts";

/** The most that a command may load: of modules, and of bytes of minified JavaScript. */
type Row = readonly [command: string, limits: LoadedModules];

const SIGN = "package sign pkg --key key.pem";
const VERIFY = "package verify pkg --trust-key pub.pem";

const LIMITS: readonly Row[] = [
  ["--version", { count: 2, bytes: 17_000 }],
  [SIGN, { count: 8, bytes: 150_000 }],
  [VERIFY, { count: 8, bytes: 150_000 }],
  // Beside the script of the start, the whole command tree, what it says, and nothing that a command runs.
  ["man package verify", { count: 50, bytes: 202_000 }],
  // With the codecs of the contract and what they need of zod, which has no translations with it.
  [`${VERIFY} --json`, { count: 35, bytes: 200_000 }],
];

Deno.test("of what an executable carries, a command loads what it needs", async () => {
  // Deno names modules by their real path.
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "cloacina-loaded-" }));
  try {
    const bundle = await bundleForCounting(folder);
    await Deno.writeTextFile(join(folder, "key.pem"), PRIVATE_PEM, { mode: 0o600 });
    await Deno.writeTextFile(join(folder, "pub.pem"), PUBLIC_PEM);
    await Deno.writeTextFile(join(folder, "pkg"), "package\n");
    for (const [command, limits] of LIMITS) {
      const loaded = await countLoadedModules(bundle, command.split(" "), folder);
      const figures = `${command}: ${loaded.count} modules, ${loaded.bytes} bytes`;
      assert.ok(loaded.count > 0 && loaded.count <= limits.count, figures);
      assert.ok(loaded.bytes > 0 && loaded.bytes <= limits.bytes, figures);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a module counts with its size, and what is not loaded does not count", async () => {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "cloacina-loaded-" }));
  try {
    const main = 'import "./a.js";\nif (Deno.args[0] === "b") await import("./b.js");\n';
    await Deno.writeTextFile(join(folder, "main.js"), main);
    await Deno.writeTextFile(join(folder, "a.js"), "globalThis.a = 1;\n");
    await Deno.writeTextFile(join(folder, "b.js"), "globalThis.b = 22;\n");
    const both = main.length + 18;
    assert.deepEqual(await countLoadedModules(folder, ["a"], folder), { count: 2, bytes: both });
    assert.deepEqual(await countLoadedModules(folder, ["b"], folder), {
      count: 3,
      bytes: both + 19,
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
