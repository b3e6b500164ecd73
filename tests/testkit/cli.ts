import { type Sandbox, withSandbox } from "./sandbox.ts";
import { runShell } from "./shell.ts";
import { type Tool, toolUnderTest } from "./tool.ts";

/** The tool under test as `cloacina`, in a directory of its own. */
export interface Cli extends Sandbox {
  /** Writes a file that only its owner may read. */
  readonly write: (name: string, content: string | Uint8Array) => Promise<void>;
  /** Runs a line of `sh`, as runShell does; `variables` are set beside those of the sandbox. */
  readonly run: (line: string, variables?: Readonly<Record<string, string>>) => Promise<Said>;
}

/** What a line of shell printed and returned. */
export interface Said {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Milliseconds: then what hangs is killed, and the test fails. */
const DEADLINE = 300_000;

let tool: Promise<Tool> | undefined;

/** Calls `body` with the tool in a fresh directory, which is removed afterwards. */
export async function withCli<T>(body: (cli: Cli) => Promise<T>): Promise<T> {
  tool ??= toolUnderTest();
  const found = await tool;
  return await withSandbox(found, new Map(), (sandbox) => body(cliIn(sandbox)));
}

function cliIn({ cwd, env }: Sandbox): Cli {
  return {
    cwd,
    env,
    write: (name, content) => write(`${cwd}/${name}`, content),
    run: async (line, variables = {}) => {
      const options = { cwd, env: { ...env, ...variables }, deadline: DEADLINE };
      const { stdout, stderr, code, expired } = await runShell(line, options);
      if (expired) throw new Error(`Still running after ${DEADLINE / 1000} s: ${line}`);
      return { stdout: decode(stdout), stderr: decode(stderr), code };
    },
  };
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await Deno.writeFile(path, bytes, { mode: 0o600, createNew: true });
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
