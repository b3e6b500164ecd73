import { residentMemoryOf } from "./resident_memory.ts";
import { type LoadReport, runLoad } from "./run_load.ts";
import type { RunningServer } from "./running_server.ts";
import type { ServedStore } from "./served_store.ts";
import type { Ask } from "./to_request.ts";

/** A server under mixed load: its memory in KiB at the start and after each minute. */
export interface SoakResult {
  readonly title: string;
  readonly seconds: number;
  readonly before: number;
  readonly minutes: readonly SoakMinute[];
}

/** A minute, or the rest of one. */
export interface SoakMinute {
  readonly report: LoadReport;
  readonly memory: number;
}

/** How long a soak takes, and what is called after each minute. */
export interface SoakRun {
  readonly seconds: number;
  readonly onMinute: (minute: SoakMinute) => void;
}

/** The number of connections of a soak. */
export const SOAK_CONNECTIONS = 16;

const MINUTE = 60;

/** Measures a freshly started server. */
export async function measureSoak(
  { address, pid }: RunningServer,
  { title, caller, signedHash }: ServedStore,
  { seconds, onMinute }: SoakRun,
): Promise<SoakResult> {
  const asks: Ask[] = [
    { kind: "sign", hashes: 1, store: true },
    { kind: "sign", hashes: 100, store: false },
    { kind: "verify", hash: signedHash },
    { kind: "list" },
  ];
  const before = (await residentMemoryOf(pid)).now;
  const minutes: SoakMinute[] = [];
  const connections = SOAK_CONNECTIONS;
  const job = { servers: [address], caller, connections, asks, mayRefuse: false };
  for (const duration of minutesOf(seconds)) {
    const report = await runLoad(job, { duration });
    const minute = { report, memory: (await residentMemoryOf(pid)).now };
    minutes.push(minute);
    onMinute(minute);
  }
  return { title, seconds, before, minutes };
}

/** Splits a duration into minutes and the rest, in seconds. */
export function minutesOf(seconds: number): readonly number[] {
  const whole = Array.from({ length: Math.floor(seconds / MINUTE) }, () => MINUTE);
  const rest = seconds % MINUTE;
  return rest === 0 ? whole : [...whole, rest];
}
