// The load generator: a program of its own, so that what it costs is not the server's. It reads a job from its standard
// input, writes a line of JSON for each period to its standard output, and ends.
import { connectHttp, type HttpAnswer, type HttpConnection } from "./http_connection.ts";
import { summarizeLatencies } from "./latencies.ts";
import type { Ask, LoadJob, LoadReport } from "./load_job.ts";
import { toRequest } from "./request.ts";

/** After a request that failed. */
const PAUSE_MS = 100;

/** A connection that asks one thing after the other, from one period to the next. */
interface Asker {
  readonly server: string;
  connection: HttpConnection | null;
  /** Which of the job's requests comes next. */
  turn: number;
}

/** What is counted in a period. */
interface Tally {
  readonly latencies: number[];
  signatures: number;
  stored: number;
  refused: number;
  errors: number;
  firstError: string | null;
}

async function load(job: LoadJob): Promise<void> {
  const askers = Array.from({ length: job.connections }, (_, index): Asker => ({
    server: job.servers[index % job.servers.length]!,
    connection: null,
    turn: index,
  }));
  for (const seconds of job.periods) await runPeriod(job, askers, seconds);
  for (const { connection } of askers) connection?.close();
}

/** What was begun is finished, and the time that it took counts: else slow answers would be missing in the rate. */
async function runPeriod(job: LoadJob, askers: readonly Asker[], seconds: number): Promise<void> {
  const tally = newTally();
  const start = performance.now();
  const end = start + seconds * 1000;
  let left = job.requests ?? Infinity;
  const mayAsk = () => performance.now() < end && left-- > 0;
  await Promise.all(askers.map((asker) => keepAsking(job, asker, tally, mayAsk)));
  report(tally, (performance.now() - start) / 1000);
}

/** A connection that broke is opened again: what the server does to the others still counts. */
async function keepAsking(
  job: LoadJob,
  asker: Asker,
  tally: Tally,
  mayAsk: () => boolean,
): Promise<void> {
  for (; mayAsk(); asker.turn++) {
    const ask = job.asks[asker.turn % job.asks.length]!;
    try {
      asker.connection ??= await connectHttp(asker.server);
      const answer = await askOnce(asker.connection, toRequest(ask, asker.server, job));
      count(job, ask, answer, tally);
    } catch (error) {
      fail(tally, String(error));
      asker.connection?.close();
      asker.connection = null;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** The making of the request is not in its time. */
async function askOnce(
  connection: HttpConnection,
  request: Uint8Array,
): Promise<HttpAnswer & { readonly milliseconds: number }> {
  const started = performance.now();
  const answer = await connection.ask(request);
  return { ...answer, milliseconds: performance.now() - started };
}

function count(
  { mayRefuse }: LoadJob,
  ask: Ask,
  { status, start, milliseconds }: Awaited<ReturnType<typeof askOnce>>,
  tally: Tally,
): void {
  if (status === 503 && mayRefuse) {
    tally.refused += 1;
    return;
  }
  if (status !== 200) return fail(tally, `${status} ${new TextDecoder().decode(start)}`);
  tally.latencies.push(milliseconds);
  if (ask.kind !== "sign") return;
  tally.signatures += ask.hashes;
  if (ask.store) tally.stored += ask.hashes;
}

function fail(tally: Tally, error: string): void {
  tally.errors += 1;
  tally.firstError ??= error.slice(0, 500);
}

function newTally(): Tally {
  return { latencies: [], signatures: 0, stored: 0, refused: 0, errors: 0, firstError: null };
}

function report({ latencies, ...counts }: Tally, seconds: number): void {
  const line: LoadReport = { ...summarizeLatencies(latencies), ...counts, seconds };
  console.log(JSON.stringify(line));
}

if (import.meta.main) await load(JSON.parse(await new Response(Deno.stdin.readable).text()));
