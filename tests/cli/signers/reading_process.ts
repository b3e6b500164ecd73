import { runApp } from "../../../src/cli/app.ts";
import { createContext } from "../../../src/cli/create_context.ts";
import type { Files } from "../../../src/cli/context.ts";

/** How a command ended, which variables it asked for, and with which paths it went to the files of the machine. */
export interface Reading {
  readonly code: number;
  readonly variables: readonly string[];
  readonly paths: readonly string[];
}

/** Runs the command lines of one file, one after another, and writes to another file what each has read. */
if (import.meta.main) {
  const lines: readonly (readonly string[])[] = JSON.parse(await Deno.readTextFile(Deno.args[0]!));
  const readings: Reading[] = [];
  for (const line of lines) readings.push(await watch(line));
  await Deno.writeTextFile(Deno.args[1]!, JSON.stringify(readings));
  Deno.exit();
}

async function watch(args: readonly string[]): Promise<Reading> {
  const asked = watchVariables();
  try {
    const context = await createContext(args);
    const { files, paths } = watchFiles(context.files);
    const code = await runApp({ ...context, files }, args);
    return { code, variables: [...asked.variables], paths: [...paths] };
  } finally {
    asked.stop();
  }
}

/** Watches the runtime: it is not the context of a command alone that asks. */
function watchVariables() {
  const variables = new Set<string>();
  const { get } = Deno.env;
  Deno.env.get = (name) => {
    variables.add(name);
    return get(name);
  };
  return { variables, stop: () => void (Deno.env.get = get) };
}

function watchFiles(files: Files) {
  const paths = new Set<string>();
  const watched = new Proxy(files, {
    get: (target, name) => {
      const method: (...args: readonly unknown[]) => unknown = Reflect.get(target, name);
      return (...args: readonly unknown[]) => {
        if (typeof args[0] === "string") paths.add(args[0]);
        return method(...args);
      };
    },
  });
  return { files: watched, paths };
}
