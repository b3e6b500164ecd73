import { dropOldest } from "../../../domain/drop_oldest.ts";

/** Failed attempts of one address within `WINDOW_MS`; after these it is told to wait. */
export const MAX_FAILURES = 10;

/** How long failures count, in milliseconds. */
const WINDOW_MS = 60_000;

/** How many addresses are remembered; the one whose first failure is oldest is dropped first. */
const MAX_ADDRESSES = 10_000;

/** How often each address failed to authenticate. */
export interface FailedAttempts {
  /** Whole seconds until an address may try again; 0 where it may now. */
  readonly secondsToWait: (address: string) => number;
  readonly add: (address: string) => void;
}

/** Counts failures by address. `now` is in milliseconds. Its memory is bounded however many addresses call. */
export function failedAttempts(now: () => number): FailedAttempts {
  const failures = new Map<string, { count: number; readonly until: number }>();
  const current = (address: string) => {
    const found = failures.get(address);
    return found !== undefined && found.until > now() ? found : undefined;
  };
  return {
    secondsToWait: (address) => {
      const found = current(networkOf(address));
      if (found === undefined || found.count < MAX_FAILURES) return 0;
      return Math.ceil((found.until - now()) / 1000);
    },
    add: (address) => {
      const network = networkOf(address);
      const found = current(network);
      if (found !== undefined) {
        found.count += 1;
        return;
      }
      failures.delete(network);
      failures.set(network, { count: 1, until: now() + WINDOW_MS });
      dropOldest(failures, MAX_ADDRESSES);
    },
  };
}

/** An IPv6 host usually has a whole /64 (RFC 6177), so that counts as one address. */
function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail === undefined) return groups.slice(0, 4).join(":");
  const last = tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - last.length) }, () => "0");
  return [...groups, ...zeros, ...last].slice(0, 4).join(":");
}
