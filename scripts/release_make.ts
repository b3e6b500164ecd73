import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "./compile/run_script.ts";
import { parseTarget, TARGETS } from "./compile/targets.ts";
import { parseOptions, unusable } from "./release/arguments.ts";
import { makeRelease } from "./release/make_release.ts";
import { RELEASE_KEY_NAME } from "./release/release_files.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const USAGE = "usage: deno task release:make --dist DIR --releases-url URL --output-dir DIR " +
  "[--tag TAG] [--target TRIPLE] [--release-key FILE]";

/** All targets, unless one is named: a release of one is for tests. */
async function main(args: readonly string[]): Promise<void> {
  const names = ["dist", "releases-url", "output-dir", "tag", "target", "release-key"];
  const { values, words } = parseOptions(args, names);
  const { dist, "releases-url": releasesUrl, "output-dir": outputDir, target } = values;
  if (words.length > 0 || !dist || !releasesUrl || !outputDir) throw unusable(USAGE);
  await makeRelease({
    root: ROOT,
    dist: resolve(dist),
    targets: target === undefined ? Object.keys(TARGETS).map(parseTarget) : [parseTarget(target)],
    releasesUrl,
    tag: values["tag"],
    releaseKey: resolve(values["release-key"] ?? join(ROOT, RELEASE_KEY_NAME)),
    outputDir: resolve(outputDir),
  });
}

if (import.meta.main) Deno.exit(await runScript(() => main(Deno.args)));
