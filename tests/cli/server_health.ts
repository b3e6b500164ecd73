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

/** Its memory once it stands still: while something is still read, or still to be thrown away, it is no measure. */
export async function settledMiB(server: Pick<ApiServer, "pid">): Promise<number> {
  let last = await residentMiB(server);
  return await until(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = last;
    last = await residentMiB(server);
    return Math.abs(last - before) <= 0.1 && last;
  });
}

/** What the system tells of the server's process. Deno itself reads these files only with all permissions. */
export async function processFile(
  { pid }: Pick<ApiServer, "pid">,
  name: string,
): Promise<string> {
  const { stdout } = await new Deno.Command("cat", { args: [`/proc/${pid}/${name}`] }).output();
  return new TextDecoder().decode(stdout);
}

async function residentMiB(server: Pick<ApiServer, "pid">): Promise<number> {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(await processFile(server, "status"))?.[1]) / 1024;
}
