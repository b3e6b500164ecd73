import assert from "node:assert/strict";
import { openDirectory } from "../../../src/store/directory/open_directory.ts";
import type { Store } from "../../../src/store/store.ts";
import { runShell } from "../../testkit/shell.ts";
import { takeStep } from "./steps.ts";

/** By which the records of the tests of modes are made. */
export const SEED = "modes";

/** A key directory with one key in it. */
export async function written(root: string): Promise<Store> {
  const store = await openDirectory({ kind: "directory", path: root });
  await takeStep(store, SEED, 0);
  return store;
}

/** Calls `body` with a folder that is gone afterwards, whatever the modes in it have become. */
export async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-test-" });
  try {
    await body(folder);
  } finally {
    await new Deno.Command("chmod", { args: ["-R", "u+rwX", folder] }).output();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs a line of `sh` where Deno finds its own folders. */
export async function shell(line: string, cwd: string) {
  const env = Object.fromEntries(
    ["PATH", "HOME", "DENO_DIR"].flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const { stdout, stderr, code, expired } = await runShell(line, { cwd, env, deadline: 60_000 });
  assert.ok(!expired);
  const text = new TextDecoder();
  return { stdout: text.decode(stdout), stderr: text.decode(stderr), code };
}
