import { runApp } from "../../../src/cli/app.ts";
import { createContext } from "../../../src/cli/create_context.ts";
import { watchBuffers } from "./watched_buffers.ts";

/** What is run one line after another, and what must be in no buffer afterwards. */
export interface Work {
  readonly lines: readonly (readonly string[])[];
  /** In hex. */
  readonly secrets: readonly string[];
}

/** How each line ended, and which secrets are held still, by where their buffers were made. */
export interface Remains {
  readonly codes: readonly number[];
  readonly holding: readonly (readonly string[])[];
}

if (import.meta.main) {
  const { lines, secrets }: Work = JSON.parse(await Deno.readTextFile(Deno.args[0]!));
  const sought = secrets.map((hex) => Uint8Array.fromHex(hex));
  const buffers = watchBuffers();
  const codes: number[] = [];
  for (const args of lines) codes.push(await runApp(await createContext(args), args));
  const remains: Remains = { codes, holding: sought.map(buffers.holding) };
  await Deno.writeTextFile(Deno.args[1]!, JSON.stringify(remains));
  Deno.exit();
}
