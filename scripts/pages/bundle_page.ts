import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { bundleFailure } from "../compile/bundle.ts";
import { runCommand } from "../compile/run_command.ts";

/** What a page has in the place of modules that no browser has, or that no page needs. */
const STAND_INS = {
  "node:crypto": "./src/pages/node_crypto.ts",
  "./src/crypto/bcrypt_pbkdf.ts": "./src/pages/bcrypt_pbkdf.ts",
  "./src/domain/versions.ts": "./src/pages/versions.ts",
};

/** The settings of a page's bundle, beside those of the program. */
const CONFIG = "pages.json";

/**
 * Bundles a module of a copy of the sources into one classic script for browsers. Throws where it would need what no
 * browser has: the bundler says nothing of that, and the page would do nothing.
 */
export async function bundleForBrowsers(
  deno: string,
  sources: string,
  module: string,
): Promise<string> {
  await writeConfig(sources);
  const output = join(sources, "page.js");
  // With the packages in a folder of the copy, no path of this machine gets into the bundle.
  const fixed = ["bundle", "--config", CONFIG, "--frozen", "--node-modules-dir=auto", "--minify"];
  const form = ["--platform", "browser", "--format", "iife", "--output", output, module];
  const { success, stderr } = await runCommand(deno, [...fixed, ...form], { cwd: sources });
  if (!success) throw bundleFailure(module, stderr);
  const script = (await Deno.readTextFile(output)).trim();
  requireBrowser(script, module);
  return insideOfScript(script);
}

async function writeConfig(sources: string): Promise<void> {
  const settings = await readSettings(join(sources, "deno.json"));
  const { compilerOptions } = await readSettings(join(sources, "src", "pages", "deno.json"));
  const imports = { ...settings.imports, ...STAND_INS };
  const ofPages = { ...settings, imports, compilerOptions };
  await Deno.writeTextFile(join(sources, CONFIG), JSON.stringify(ofPages));
}

async function readSettings(path: string) {
  return JSON.parse(await Deno.readTextFile(path));
}

/** Throws `invalid_request` for a bundle that would load what no browser has. */
export function requireBrowser(script: string, module: string): void {
  const [found] = /["'`]node:[a-z]+|Dynamic require of|\bDeno\./.exec(script) ?? [];
  if (found === undefined) return;
  const state = `it still holds "${found}", which no browser has`;
  throw new CloacinaError("invalid_request", `Cannot bundle ${module} for browsers: ${state}`);
}

/** The same script without what would end an element `script`, or begin a comment in it. */
export function insideOfScript(script: string): string {
  return script.replaceAll(/<(?=!--|\/?script)/gi, "\\x3c");
}
