import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { CloacinaError } from "../../src/errors.ts";
import type { LoadJob, LoadReport } from "./load_job.ts";

const PROGRAM = fileURLToPath(new URL("./load.ts", import.meta.url));

/** Runs a job in a process of its own, and gives the report of each period when that is over. Any error of it throws. */
export async function* runLoad(job: LoadJob): AsyncGenerator<LoadReport> {
  const stop = new AbortController();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-net=127.0.0.1", PROGRAM],
    ...{ stdin: "piped", stdout: "piped", stderr: "inherit", signal: stop.signal },
  }).spawn();
  try {
    const input = child.stdin.getWriter();
    await input.write(new TextEncoder().encode(JSON.stringify(job)));
    await input.close();
    for await (const line of createInterface({ input: Readable.fromWeb(child.stdout) })) {
      yield withoutErrors(JSON.parse(line));
    }
    if (!(await child.status).success) throw new Error("the load generator failed");
  } finally {
    stop.abort();
  }
}

/** The report of a job's last period. */
export async function runLoadToEnd(job: LoadJob): Promise<LoadReport> {
  let last: LoadReport | undefined;
  for await (const report of runLoad(job)) last = report;
  if (last === undefined) throw new Error("a job without a period");
  return last;
}

/** Figures of a server that refuses are worth nothing. */
function withoutErrors(report: LoadReport): LoadReport {
  const { errors, firstError } = report;
  if (errors === 0) return report;
  const message =
    `Cannot measure the server: ${errors} requests failed, the first with ${firstError}`;
  throw new CloacinaError("io_failed", message);
}
