import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "./compile/run_script.ts";
import { parseOptions, unusable } from "./release/arguments.ts";
import { checkRecipe } from "./release/check_recipe.ts";
import { checkRelease } from "./release/check_release.ts";
import { downloadRelease } from "./release/download_release.ts";
import { RELEASE_KEY_NAME } from "./release/release_files.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const USAGE = "usage: deno task release:check DIR|TAG [--releases-url URL] [--release-key FILE]; " +
  "a TAG needs --releases-url";

async function main(args: readonly string[]): Promise<void> {
  const { values, words } = parseOptions(args, ["releases-url", "release-key"]);
  const [where, ...others] = words;
  if (where === undefined || others.length > 0) throw unusable(USAGE);
  const releaseKey = resolve(values["release-key"] ?? join(ROOT, RELEASE_KEY_NAME));
  const releasesUrl = values["releases-url"];
  if (releasesUrl === undefined) return await check(resolve(where), releaseKey);
  const folder = await Deno.makeTempDir({ prefix: `cloacina-${where.replace(/[^\w.-]/g, "_")}-` });
  await downloadRelease(`${releasesUrl}/download/${where}`, folder);
  await check(folder, releaseKey);
}

async function check(folder: string, releaseKey: string): Promise<void> {
  const names = await checkRelease({ root: ROOT, folder, releaseKey });
  for (const name of names) console.log(`${name}: signed, and as listed`);
  console.log(`\n${checkRecipe(folder, releaseKey)}`.trimEnd());
}

if (import.meta.main) Deno.exit(await runScript(() => main(Deno.args)));
