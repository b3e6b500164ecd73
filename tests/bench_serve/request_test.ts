import assert from "node:assert/strict";
import type { KeyId, OrgId } from "../../src/domain/ids.ts";
import { toRequest } from "../../scripts/bench_serve/request.ts";
import type { Ask } from "../../scripts/bench_serve/load_job.ts";

const CALLER = { token: "clk_x", keyId: "the-key" as KeyId, orgId: "the-org" as OrgId };

Deno.test("a request for one signature names one hash, and its length is right", () => {
  const { lines, body, length } = ask({ kind: "sign", hashes: 1, store: true });
  assert.equal(lines[0], "POST /v1/signing-keys/the-key/signatures HTTP/1.1");
  assert.ok(lines.includes("host: 127.0.0.1:8080"));
  assert.ok(lines.includes("authorization: Bearer clk_x"));
  assert.equal(length, body.length);
  const { package_hash, store, ...rest } = JSON.parse(body);
  assert.match(package_hash, /^[0-9a-f]{64}$/);
  assert.deepEqual([store, rest], [true, {}]);
});

Deno.test("a request for many signatures names that many different hashes", () => {
  const { package_hashes } = JSON.parse(ask({ kind: "sign", hashes: 100, store: false }).body);
  assert.equal(new Set(package_hashes).size, 100);
  for (const hash of package_hashes) assert.match(hash, /^[0-9a-f]{64}$/);
});

Deno.test("a verification names the organisation, and a list has no body", () => {
  const verify = ask({ kind: "verify", hash: "ab" });
  assert.deepEqual(JSON.parse(verify.body), { org_id: "the-org", package_hash: "ab" });
  const list = ask({ kind: "list" });
  assert.equal(list.lines[0], "GET /v1/signing-keys?org_id=the-org&limit=10 HTTP/1.1");
  assert.equal(list.body, "");
});

function ask(what: Ask) {
  const text = new TextDecoder().decode(toRequest(what, "127.0.0.1:8080", CALLER));
  const [head, body] = text.split("\r\n\r\n") as [string, string];
  return {
    lines: head.split("\r\n"),
    body,
    length: Number(/content-length: (\d+)/.exec(head)?.[1]),
  };
}
