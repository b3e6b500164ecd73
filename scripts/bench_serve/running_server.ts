import { until } from "../../tests/testkit/until.ts";
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
  /** The file for its standard error. */
  readonly log: string;
}

const STOP_MS = 10_000;

/** Starts a server and waits until it prints its address to standard error. Throws `io_failed` if it ends before. */
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
    if (hasEnded) return;
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    child.kill("SIGTERM");
    await ended.finally(() => clearTimeout(timer));
  };
  const address = await Promise.race([ended, until(async () => addressIn(await textOf(log)))]);
  if (typeof address === "string") return { address, pid: child.pid, stop };
  const message = `Cannot start "${command.join(" ")}": ${(await textOf(log)).trim()}`;
  throw new CloacinaError("io_failed", message);
}

/** The address in a server's log. */
export function addressIn(text: string): string | null {
  return /^listening on http:\/\/(\S+)$/m.exec(text)?.[1] ?? null;
}

async function textOf(path: string): Promise<string> {
  return await Deno.readTextFile(path).catch(() => "");
}
