import { runApp } from "../../../src/cli/app.ts";
import { createContext } from "../../../src/cli/create_context.ts";

/** A command line, and the variables that are set, or with null not set, for it alone. */
export interface Line {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | null>>;
}

/** What stands on both streams behind what a line has printed. */
export const END_OF_LINE = "\n=== the next command line ===\n";

if (import.meta.main) {
  const lines: readonly Line[] = JSON.parse(await Deno.readTextFile(Deno.args[0]!));
  for (const line of lines) {
    await runLine(line);
    for (const stream of [Deno.stdout, Deno.stderr]) {
      stream.writeSync(new TextEncoder().encode(END_OF_LINE));
    }
  }
  Deno.exit();
}

async function runLine({ args, env }: Line): Promise<void> {
  const before = Object.keys(env).map((name) => [name, Deno.env.get(name) ?? null] as const);
  for (const [name, value] of Object.entries(env)) setVariable(name, value);
  // A server would go on for ever.
  await runApp({ ...await createContext(args), serve: () => Promise.resolve() }, args);
  for (const [name, value] of before) setVariable(name, value);
}

function setVariable(name: string, value: string | null): void {
  if (value === null) Deno.env.delete(name);
  else Deno.env.set(name, value);
}
