import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceFlags } from "../../scripts/compile/source_flags.ts";

/** The builds of the tool that the transcripts run against. */
export const TOOL_KINDS = ["source", "cloacina", "cloacina-offline"] as const;

export type ToolKind = typeof TOOL_KINDS[number];

/** How the tool under test is started: `command`, then the arguments that a person types. */
export interface Tool {
  readonly kind: ToolKind;
  readonly command: readonly string[];
  /** What only the tool's start needs; a transcript's own environment does not show it. */
  readonly env: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * The tool under test: the executable that CLOACINA_UNDER_TEST names, or, with the variable unset,
 * `main.ts` with exactly the permissions of the task `cloacina` in deno.json.
 */
export async function toolUnderTest(): Promise<Tool> {
  const path = Deno.env.get("CLOACINA_UNDER_TEST");
  return path === undefined ? await toolFromSource() : await executableTool(path);
}

/** Which build the file name of an executable says that it is. */
export function kindOfExecutable(path: string): ToolKind {
  const name = path.split("/").at(-1) ?? "";
  if (name.startsWith("cloacina-offline")) return "cloacina-offline";
  if (name.startsWith("cloacina")) return "cloacina";
  throw new Error(`Cannot test ${path}: its name must start with cloacina or cloacina-offline`);
}

async function executableTool(path: string): Promise<Tool> {
  const kind = kindOfExecutable(path);
  const absolute = resolve(path);
  const { isFile } = await Deno.stat(absolute);
  if (!isFile) throw new Error(`Cannot test ${path}: not a file`);
  return { kind, command: [absolute], env: {} };
}

async function toolFromSource(): Promise<Tool> {
  const config = `${root}deno.json`;
  const main = `${root}main.ts`;
  const flags = sourceFlags(await Deno.readTextFile(config));
  await fillCache(config, main);
  return {
    kind: "source",
    command: [Deno.execPath(), "run", "--config", config, "--cached-only", "--frozen"]
      .concat(flags, main),
    env: { DENO_DIR: await denoDir(), DENO_NO_UPDATE_CHECK: "1" },
  };
}

// The runs themselves use the cache only, so that no transcript ever waits for a network or finds
// a download's progress on stderr.
async function fillCache(config: string, main: string): Promise<void> {
  await runDeno(["cache", "--quiet", "--config", config, main]);
}

// Asked of Deno, because its default lies under HOME, and a transcript has a HOME of its own.
async function denoDir(): Promise<string> {
  const set = Deno.env.get("DENO_DIR");
  if (set) return isAbsolute(set) ? set : resolve(set);
  return JSON.parse(await runDeno(["info", "--json"])).denoDir;
}

async function runDeno(args: string[]): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), { args, cwd: root, stdin: "null" });
  const { success, stdout, stderr } = await command.output();
  if (!success) {
    throw new Error(`Cannot run deno ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  }
  return new TextDecoder().decode(stdout);
}
