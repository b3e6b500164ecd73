import assert from "node:assert/strict";
import type { KeyId, OrgId } from "../../src/domain/ids.ts";
import { type LoadJob, runLoad, withoutErrors } from "../../scripts/bench_serve/run_load.ts";
import type { Ask } from "../../scripts/bench_serve/to_request.ts";

const CALLER = { token: "clk_x", keyId: "the-key" as KeyId, orgId: "the-org" as OrgId };

const SIGN = { kind: "sign", hashes: 1, store: true } as const;

/** What a server was asked. */
interface Seen {
  readonly request: string;
  readonly authorization: string | null;
  readonly body: string;
  readonly port: number;
}

Deno.test("a load of so many requests asks for new hashes each time, on so many connections", async () => {
  const { report, seen } = await load({ connections: 3, asks: [SIGN] }, 30, () => 200);
  assert.equal(seen.length, 30);
  assert.equal(new Set(seen.map(({ port }) => port)).size, 3);
  assert.equal(new Set(seen.map(({ body }) => body)).size, 30);
  for (const { request, authorization, body } of seen) {
    assert.equal(request, "POST /v1/signing-keys/the-key/signatures");
    assert.equal(authorization, "Bearer clk_x");
    assert.match(body, /^\{"package_hash":"[0-9a-f]{64}","store":true\}$/);
  }
  const { count, signatures, stored, refused, errors } = report;
  assert.deepEqual([count, signatures, stored, refused, errors], [30, 30, 30, 0, 0]);
  assert(0 < report.p50 && report.p50 <= report.p99 && report.p99 <= report.seconds * 1000);
});

Deno.test("a connection asks in turn, and only signatures count as such", async () => {
  const asks: Ask[] = [
    { kind: "sign", hashes: 100, store: false },
    { kind: "verify", hash: "ab" },
    { kind: "list" },
  ];
  const { report, seen } = await load({ connections: 1, asks }, 6, () => 200);
  const [batch, verify, list] = seen;
  assert.equal(new Set(JSON.parse(batch!.body).package_hashes).size, 100);
  assert.deepEqual(JSON.parse(verify!.body), { org_id: "the-org", package_hash: "ab" });
  assert.equal(list!.request, "GET /v1/signing-keys?org_id=the-org&limit=10");
  assert.deepEqual([report.count, report.signatures, report.stored], [6, 200, 0]);
});

Deno.test("a server may refuse where that is said, and everything else is an error", async () => {
  const answers = (number: number) => number % 2 === 0 ? 503 : 200;
  const job = { connections: 1, asks: [SIGN] };
  const { report } = await load({ ...job, mayRefuse: true }, 10, answers);
  assert.deepEqual([report.count, report.refused, report.errors], [5, 5, 0]);
  assert.equal(withoutErrors(report), report);
  const failed = (await load(job, 10, answers)).report;
  assert.deepEqual([failed.count, failed.refused, failed.errors], [5, 0, 5]);
  assert.throws(() => withoutErrors(failed), {
    code: "io_failed",
    message: "Cannot measure the server: 5 requests failed, the first with 503 answer 0",
  });
});

/** Puts a load on a server that answers the nth request, from 0, with this status. */
async function load(
  job: Pick<LoadJob, "connections" | "asks"> & Partial<LoadJob>,
  amount: number,
  statusOf: (number: number) => number,
) {
  const seen: Seen[] = [];
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  await using server = Deno.serve(options, async (request, { remoteAddr }) => {
    const { pathname, search } = new URL(request.url);
    const number = seen.push({
      request: `${request.method} ${pathname}${search}`,
      authorization: request.headers.get("authorization"),
      body: await request.text(),
      port: remoteAddr.port,
    }) - 1;
    return new Response(`answer ${number}`, { status: statusOf(number) });
  });
  const servers = [`127.0.0.1:${server.addr.port}`];
  const report = await runLoad({ servers, caller: CALLER, mayRefuse: false, ...job }, { amount });
  return { report, seen };
}
