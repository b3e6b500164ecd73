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

/** The maximum number of hashes in a request. */
const BATCH = 1000;

/** Requests after which a server has allocated what this work needs. */
const SOME_REQUESTS = 10;
const ALL_REQUESTS = 1000;

const CONNECTIONS = 4;

/** Measures a freshly started server. Nothing is stored. */
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
