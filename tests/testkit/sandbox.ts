import { dirname } from "node:path";
import { quoted } from "./shell.ts";
import type { Tool } from "./tool.ts";
import { writeProgram } from "./write_program.ts";

/** A fresh directory to run the tool in, and the fixed environment to run it with. */
export interface Sandbox {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Calls `body` with a fresh sandbox and removes it afterwards. `cloacina` is on its PATH, HOME is
 * an empty directory, and `files` (relative name to content) lie in its working directory.
 */
export async function withSandbox<T>(
  tool: Tool,
  files: ReadonlyMap<string, string>,
  body: (sandbox: Sandbox) => Promise<T>,
): Promise<T> {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "cloacina-test-" }));
  try {
    for (const name of ["bin", "home", "work"]) await Deno.mkdir(`${root}/${name}`);
    await writeProgram(`${root}/bin/cloacina`, wrapperText(tool));
    await writeFiles(`${root}/work`, files);
    return await body({ cwd: `${root}/work`, env: environment(root) });
  } finally {
    await removeTree(root);
  }
}

function environment(root: string): Readonly<Record<string, string>> {
  return {
    PATH: `${root}/bin:${Deno.env.get("PATH") ?? "/usr/bin:/bin"}`,
    HOME: `${root}/home`,
    CLOACINA_HOME: `${root}/home/.cloacina`,
    TZ: "UTC",
    LC_ALL: "C.UTF-8",
    TERM: "dumb",
  };
}

function wrapperText(tool: Tool): string {
  const exports = Object.entries(tool.env).map(([name, value]) =>
    `export ${name}=${quoted(value)}`
  );
  const line = `exec ${tool.command.map(quoted).join(" ")} "$@"`;
  return ["#!/bin/sh", ...exports, line, ""].join("\n");
}

async function writeFiles(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, content] of files) {
    const path = `${directory}/${name}`;
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, content, { createNew: true });
  }
}

// A test may leave a directory that its owner may not change.
async function removeTree(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch {
    await new Deno.Command("chmod", { args: ["-R", "u+rwX", path] }).output();
    await Deno.remove(path, { recursive: true });
  }
}
