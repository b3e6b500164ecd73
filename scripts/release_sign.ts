import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "./compile/run_script.ts";
import { parseOptions, unusable } from "./release/arguments.ts";
import { SIGNING_VARIABLE, signRelease } from "./release/sign_release.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

async function main(args: readonly string[]): Promise<void> {
  const [folder, ...others] = parseOptions(args, []).words;
  if (folder === undefined || others.length > 0) {
    throw unusable(
      `usage: deno task release:sign DIR, with the private key in ${SIGNING_VARIABLE}`,
    );
  }
  await signRelease(ROOT, resolve(folder));
}

if (import.meta.main) Deno.exit(await runScript(() => main(Deno.args)));
