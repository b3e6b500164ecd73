import type { ResidentMemory } from "./resident_memory.ts";
import { residentMemoryOf } from "./resident_memory.ts";
import { runLoad, withoutErrors } from "./run_load.ts";
import type { RunningServer } from "./running_server.ts";
import type { ServedStore } from "./served_store.ts";

/** The memory of a new server, in KiB, while it makes 1,000,000 signatures in batches of 1,000. */
export interface MillionResult {
  readonly title: string;
  readonly before: ResidentMemory;
  readonly afterSome: ResidentMemory;
  readonly afterAll: ResidentMemory;
  readonly perSecond: number;
}

/** As many hashes as one request may name. */
const BATCH = 1000;

/** Requests in which a server comes to what it needs for such work at all. */
const SOME_REQUESTS = 10;
const ALL_REQUESTS = 1000;

const CONNECTIONS = 4;

/** Measures a server that has just been started. Nothing is stored. */
export async function measureMillion(
  { address, pid }: RunningServer,
  { title, caller }: ServedStore,
): Promise<MillionResult> {
  const asks = [{ kind: "sign", hashes: BATCH, store: false } as const];
  const servers = [address];
  const job = { servers, caller, connections: CONNECTIONS, asks, mayRefuse: false };
  const sign = async (amount: number) => withoutErrors(await runLoad(job, { amount }));
  const before = await residentMemoryOf(pid);
  await sign(SOME_REQUESTS);
  const afterSome = await residentMemoryOf(pid);
  const { signatures, seconds } = await sign(ALL_REQUESTS - SOME_REQUESTS);
  const afterAll = await residentMemoryOf(pid);
  return { title, before, afterSome, afterAll, perSecond: signatures / seconds };
}
