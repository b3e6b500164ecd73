import { CloacinaError } from "../../src/errors.ts";

/** A server that runs as a process of its own. */
export interface RunningServer {
  /** Where it listens, as in "127.0.0.1:8080". */
  readonly address: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** How to start a server. */
export interface ServerStart {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where its standard error goes: a file, as a service's log does. */
  readonly log: string;
}

const START_MS = 20_000;
const STOP_MS = 10_000;
const LOOK_MS = 50;

/** Starts a server and waits until it says on standard error where it listens. */
export async function startServer(
  { command, environment, log }: ServerStart,
): Promise<RunningServer> {
  const child = new Deno.Command("sh", {
    args: ["-c", 'log=$1; shift; exec "$@" 2>"$log"', "sh", log, ...command],
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...environment },
    ...{ stdin: "null", stdout: "null", stderr: "inherit" },
  }).spawn();
  let hasEnded = false;
  const ended = child.status.then(() => hasEnded = true);
  const stop = async () => {
    if (!hasEnded) child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended.finally(() => clearTimeout(timer));
  };
  for (let waited = 0; !hasEnded && waited < START_MS; waited += LOOK_MS) {
    const address = addressIn(await textOf(log));
    if (address !== null) return { address, pid: child.pid, stop };
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  await stop();
  const state = (await textOf(log)).trim().split("\n").at(-1) || "it says nothing";
  throw new CloacinaError("io_failed", `Cannot start ${command.join(" ")}: ${state}`);
}

/** The address in the line that says it. */
export function addressIn(text: string): string | null {
  return /^listening on http:\/\/(\S+)$/m.exec(text)?.[1] ?? null;
}

async function textOf(path: string): Promise<string> {
  return await Deno.readTextFile(path).catch(() => "");
}
