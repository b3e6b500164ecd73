import { CLOSED_PORT } from "../testkit/closed_port.ts";
import { type Sandbox, withSandbox } from "../testkit/sandbox.ts";
import { killGroup, quoted, runShell, startSession } from "../testkit/shell.ts";
import type { Tool } from "../testkit/tool.ts";
import type { Transcript } from "../testkit/transcript_parse.ts";
import { within } from "../testkit/within.ts";

/** The tool under test as a server, on a machine of its own: no transcript sees its files. */
export interface ApiServer extends Sandbox {
  readonly url: string;
  /** Its store, for what is done where the server is. */
  readonly databaseUrl: string;
  /** Of the role admin, for all organisations. */
  readonly token: string;
  /** What it has said so far. */
  readonly said: () => string;
  readonly pid: number;
  /** Sends a signal. */
  readonly kill: (signal: Deno.Signal) => void;
  /** Its exit code, once it has ended and all that it said has come. Throws where it goes on. */
  readonly ended: () => Promise<number>;
  /** Runs a line of `sh` where the server is. Throws where it fails. */
  readonly run: (line: string) => Promise<string>;
}

/** How a server is started. */
export interface ApiServerOptions {
  readonly prepare?: string;
  readonly flags?: string;
  readonly before?: string;
  readonly database?: string;
}

/** Milliseconds that a start, an end, or one line may take. */
const DEADLINE = 300_000;

const MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/**
 * Calls `body` with a server over a fresh SQLite store, or another database without tables. `prepare` is run before it
 * starts, in its folder; `flags` are those of `serve` besides, and `before` stands before it on its line of `sh`.
 */
export async function withApiServer<T>(
  tool: Tool,
  { prepare = ":", flags = "", before = "", database }: ApiServerOptions,
  body: (server: ApiServer) => Promise<T>,
): Promise<T> {
  return await withSandbox(tool, new Map(), async (sandbox) => {
    const databaseUrl = database ?? `sqlite://${sandbox.cwd}/store.db`;
    const env = {
      ...sandbox.env,
      DATABASE_URL: databaseUrl,
      CLOACINA_KEY_ENCRYPTION_KEY: MASTER_KEY,
    };
    const run = (line: string) => runLine({ ...sandbox, env }, line);
    await run(`cloacina db migrate && ${prepare}`);
    const created = await run("cloacina tokens create --all-orgs --role admin --json");
    const { token } = JSON.parse(created);
    const audit = `--audit-log ${sandbox.cwd}/store.db.audit.log`;
    const line = `${before} exec cloacina serve --bind 127.0.0.1:0 ${audit} ${flags}`;
    const child = startSession(["sh", "-c", line], { ...sandbox, env }, "null");
    try {
      const { url, said, allSaid } = await listening(child);
      const ended = async () => {
        const [{ code }] = await within(DEADLINE, Promise.all([child.status, allSaid]));
        return code;
      };
      const kill = (signal: Deno.Signal) => child.kill(signal);
      const { pid } = child;
      return await body({ ...sandbox, env, url, databaseUrl, token, said, pid, kill, ended, run });
    } finally {
      killGroup(child.pid);
      await Promise.all([child.status, child.stdout.cancel()]);
    }
  });
}

/** The transcript as it is run on another machine: its file `env` names the server, and a token for it. */
export function onServer(
  transcript: Transcript,
  { url, token, databaseUrl }: ApiServer,
): Transcript {
  const variables = {
    CLOACINA_API_URL: url,
    CLOACINA_API_KEY: token,
    // For what is done where the server is.
    CLOACINA_STORE: databaseUrl,
    // Where nobody listens.
    CLOACINA_GONE: `http://127.0.0.1:${CLOSED_PORT}`,
  };
  const lines = Object.entries(variables).map(([key, value]) => `export ${key}=${quoted(value)}\n`);
  const env = [transcript.files.get("env"), ...lines].join("");
  return { ...transcript, files: new Map([...transcript.files, ["env", env]]) };
}

async function runLine({ cwd, env }: Sandbox, line: string): Promise<string> {
  const options = { cwd, env, deadline: DEADLINE };
  const { stdout, stderr, code, expired } = await runShell(line, options);
  const [output, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (code === 0 && !expired) return output!;
  throw new Error(`${line}: ${expired ? "still running" : code}\n${output}${errors}`);
}

/** Waits for the line that says where it listens; what is said later is collected, too. */
async function listening(child: Deno.ChildProcess) {
  let text = "";
  const found = Promise.withResolvers<string>();
  const timer = setTimeout(() => found.reject(new Error(`It does not listen: ${text}`)), DEADLINE);
  const collect = async () => {
    for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const [, url] = /^listening on (\S+)\n/m.exec(text) ?? [];
      if (url !== undefined) found.resolve(url);
    }
    found.reject(new Error(`It ended: ${text}`));
  };
  const allSaid = collect();
  const url = await found.promise.finally(() => clearTimeout(timer));
  return { url, said: () => text, allSaid };
}
