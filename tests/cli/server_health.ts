import assert from "node:assert/strict";
import { LAST_REQUEST, sendRaw } from "../http/raw_http.ts";
import { until } from "../testkit/until.ts";
import type { ApiServer } from "./api_server.ts";

/** Others are served, and no later than a slow body is given up. */
export async function assertServes({ url }: Pick<ApiServer, "url">): Promise<void> {
  const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(10_000) });
  assert.deepEqual([response.status, await response.json()], [200, { status: "alive" }]);
}

/** Whoever connects anew is served, though the server may just be closing all connections. */
export async function servesBeforeLong({ url }: Pick<ApiServer, "url">): Promise<void> {
  await until(async () => {
    const answer = await sendRaw(url, [LAST_REQUEST], { limit: 5000 }).catch(() => null);
    return answer?.status === 200;
  });
}

/** How many looks in a row, a tenth of a second apart, find what stands still. */
const STILL = 10;

/** How long a server may take to come to rest, in milliseconds: this is no measure of its speed. */
const REST_LIMIT_MS = 300_000;

/** Its memory once it stands still: while something is still read, or still to be thrown away, it is no measure. */
export async function settledMiB(server: Pick<ApiServer, "pid">): Promise<number> {
  let first = await residentMiB(server);
  let looks = 0;
  return await until(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const now = await residentMiB(server);
    const isStill = Math.abs(now - first) <= 0.1 && !await works(server);
    if (!isStill) [first, looks] = [now, 0];
    else looks++;
    return looks === STILL && now;
  }, REST_LIMIT_MS);
}

/** Whether one of its threads runs, or would if a processor were free. */
async function works(server: Pick<ApiServer, "pid">): Promise<boolean> {
  const states = (await processFile(server, "task/*/stat")).matchAll(/^\d+ .*\) (\S)/gm);
  return Array.from(states, ([, state]) => state).includes("R");
}

/** What the system tells of the server's process, in a file or several. Deno itself reads these only with all permissions. */
export async function processFile(
  { pid }: Pick<ApiServer, "pid">,
  name: string,
): Promise<string> {
  const { stdout } = await new Deno.Command("sh", { args: ["-c", `cat /proc/${pid}/${name}`] })
    .output();
  return new TextDecoder().decode(stdout);
}

async function residentMiB(server: Pick<ApiServer, "pid">): Promise<number> {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(await processFile(server, "status"))?.[1]) / 1024;
}
