import { until } from "../../testkit/until.ts";
import type { Ask } from "./api_client.ts";

/** What became of the requests that were sent during an event. */
export interface Load {
  /** The hashes whose signature was acknowledged as stored. */
  readonly acknowledged: readonly string[];
  /** How many requests were answered with 503. */
  readonly unavailable: number;
  /** Answers that are neither a signature nor 503. */
  readonly strange: readonly string[];
  /** The longest time without any signature, in milliseconds. */
  readonly longestPause: number;
}

const PAUSE_MS = 50;

/** How long service may be away after the event, in milliseconds. */
const DEADLINE = 150_000;

/** Signs and stores one hash after the other at each server, from before the event until well after it. */
export async function underLoad(
  servers: readonly Ask[],
  keyId: string,
  event: () => Promise<void>,
): Promise<Load> {
  const load = { acknowledged: [] as string[], unavailable: 0, strange: [] as string[] };
  let [longestPause, lastAt, isOver] = [0, performance.now(), false];
  const signOne = async (server: Ask) => {
    const hash = crypto.getRandomValues(new Uint8Array(32)).toHex();
    const path = `/v1/signing-keys/${keyId}/signatures`;
    const { status, answer } = await server(path, { package_hash: hash, store: true });
    if (status === 200 || status === 201) {
      load.acknowledged.push(hash);
      const now = performance.now();
      longestPause = Math.max(longestPause, now - lastAt);
      lastAt = now;
      return;
    }
    if (status === 503) load.unavailable += 1;
    else load.strange.push(`${status} ${answer["code"]}: ${answer["error"]}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  };
  const sign = async (server: Ask) => {
    while (!isOver) await signOne(server);
  };
  const working = servers.flatMap((server) => [sign(server), sign(server)]);
  const more = async (count: number) => {
    const wanted = load.acknowledged.length + count;
    await until(() => load.acknowledged.length >= wanted, DEADLINE);
  };
  try {
    await more(20);
    await event();
    await more(20);
  } finally {
    isOver = true;
    await Promise.all(working);
  }
  return { ...load, longestPause };
}
