import { createHistogram } from "node:perf_hooks";
import autocannon from "autocannon";
import { CloacinaError } from "../../src/errors.ts";
import { type Ask, type Caller, toRequest } from "./to_request.ts";

/** A load on one or more equal servers. Connections are spread over them evenly. */
export interface LoadJob {
  /** Where the servers listen, as in "127.0.0.1:8080". */
  readonly servers: readonly string[];
  readonly caller: Caller;
  readonly connections: number;
  /** The requests that each connection repeats, in this order. */
  readonly asks: readonly Ask[];
  /** Whether 503, which a server sends when it is overloaded, counts as refused. Otherwise it is an error. */
  readonly mayRefuse: boolean;
}

/** When a load ends: once `amount` requests are answered, or after `duration` seconds, which drops pending requests. */
export type LoadLength = { readonly amount: number } | { readonly duration: number };

/** The result of a load. */
export interface LoadReport {
  readonly seconds: number;
  /** Answers of 200. Their latencies are in milliseconds. */
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  /** Signatures in answers. */
  readonly signatures: number;
  /** Signatures that the server was asked to store. */
  readonly stored: number;
  /** Answers of 503, if `mayRefuse`. */
  readonly refused: number;
  /** Any other answer, and broken connections. */
  readonly errors: number;
  /** The first error, or null. */
  readonly firstError: string | null;
}

type Tally = { -readonly [Count in keyof LoadReport]: LoadReport[Count] };

/** autocannon only ends when it takes a sample, so measured times are up to this much too long. */
const SAMPLE_MS = 10;

/** Well above the slowest answer. */
const TIMEOUT_SECONDS = 60;

/** Runs a load with autocannon in this process, which does nothing else meanwhile. */
export async function runLoad(job: LoadJob, length: LoadLength): Promise<LoadReport> {
  const tally = newTally();
  // In microseconds: autocannon's own histogram only has whole milliseconds.
  const latencies = createHistogram();
  const run = autocannon({
    url: job.servers.map((server) => `http://${server}`),
    connections: job.connections,
    requests: job.asks.map((ask) => ({
      ...toRequest(ask, job.caller),
      onResponse: counting(job, ask, tally),
    })),
    ...{ ...length, sampleInt: SAMPLE_MS, timeout: TIMEOUT_SECONDS },
  });
  run.on("response", (_client: unknown, status: number, _bytes: number, milliseconds: number) => {
    if (status === 200) latencies.record(Math.max(1, Math.round(milliseconds * 1000)));
  });
  run.on("reqError", (error: unknown) => fail(tally, String(error)));
  const { start, finish }: { readonly start: Date; readonly finish: Date } = await run;
  const [p50, p99] = [50, 99].map((percent) => latencies.percentile(percent) / 1000);
  return { ...tally, seconds: (finish.getTime() - start.getTime()) / 1000, p50: p50!, p99: p99! };
}

/** Throws `io_failed` if any request failed: the figures would be meaningless. */
export function withoutErrors(report: LoadReport): LoadReport {
  const { errors, firstError } = report;
  if (errors === 0) return report;
  const message =
    `Cannot measure the server: ${errors} requests failed, the first with ${firstError}`;
  throw new CloacinaError("io_failed", message);
}

function newTally(): Tally {
  const times = { seconds: 0, p50: 0, p99: 0 };
  return {
    ...times,
    count: 0,
    signatures: 0,
    stored: 0,
    refused: 0,
    errors: 0,
    firstError: null,
  };
}

function counting({ mayRefuse }: LoadJob, ask: Ask, tally: Tally) {
  return (status: number, body: string) => {
    if (status === 503 && mayRefuse) {
      tally.refused += 1;
      return;
    }
    if (status !== 200) return fail(tally, `${status} ${body}`);
    tally.count += 1;
    if (ask.kind !== "sign") return;
    tally.signatures += ask.hashes;
    if (ask.store) tally.stored += ask.hashes;
  };
}

function fail(tally: Tally, error: string): void {
  tally.errors += 1;
  tally.firstError ??= error.slice(0, 500);
}
