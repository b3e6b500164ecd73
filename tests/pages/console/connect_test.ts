import assert from "node:assert/strict";
import type { OrgId } from "../../../src/domain/ids.ts";
import { connect, type Send } from "../../../src/pages/console/api/connect.ts";
import { Failure } from "../../../src/pages/console/api/failure.ts";

const ORG = "aaaaaaaa-0000-4000-8000-00000000000a" as OrgId;
const PAGE = { limit: 50, offset: 0 };

/** An API whose server answers as it is told, what it was asked, and the reasons for which it was signed out. */
function apiThat(send: Send) {
  const [sent, reasons]: [[string, RequestInit][], string[]] = [[], []];
  const ending = new AbortController();
  const api = connect({
    token: "clk_secret",
    signal: ending.signal,
    onSignedOut: (reason) => void reasons.push(reason),
    send: (path, init) => {
      sent.push([path, init]);
      return send(path, init);
    },
  });
  return { api, sent, reasons, ending };
}

const answering = (status: number, document: unknown): Send => () =>
  Promise.resolve(Response.json(document, { status }));

const refusing = (status: number, code: string) =>
  answering(status, { error: `Cannot: ${code}`, code, hint: null });

Deno.test("a list is asked for relative to the page, with the token in a header alone", async () => {
  const { api, sent } = apiThat(answering(200, { items: [], total: 0 }));
  await api.keys.list({ orgId: ORG, includeRevoked: false, page: PAGE });
  const [[path, init]] = sent as [[string, RequestInit]];
  assert.equal(path, `./v1/signing-keys?org_id=${ORG}&include_revoked=false&limit=50`);
  assert.deepEqual(init.headers, { authorization: "Bearer clk_secret" });
  assert.equal(init.body, undefined);
  assert.deepEqual([init.redirect, init.credentials, init.cache], ["error", "omit", "no-store"]);
});

Deno.test("a token that is not known signs out, with the server's reason", async () => {
  const { api, reasons } = apiThat(refusing(401, "unauthorized"));
  await assert.rejects(api.whoami(), { kind: "signed out", code: "unauthorized" });
  assert.deepEqual(reasons, ["Cannot: unauthorized"]);
});

for (
  const [status, code, kind] of [
    [403, "insufficient_permissions", "refused"],
    [404, "key_not_found", "refused"],
    [429, "unauthorized", "refused"],
    [503, "store_unavailable", "unavailable"],
    [503, "outcome_unknown", "unknown outcome"],
  ] as const
) {
  Deno.test(`a request that is answered ${status} ${code} is ${kind}, and nobody is signed out`, async () => {
    const { api, reasons } = apiThat(refusing(status, code));
    await assert.rejects(api.whoami(), { kind, code, message: `Cannot: ${code}` });
    assert.deepEqual(reasons, []);
  });
}

Deno.test("what a proxy answers is no word of the server's", async () => {
  const send = () => Promise.resolve(new Response("<h1>Bad gateway</h1>", { status: 502 }));
  await assert.rejects(apiThat(send).api.whoami(), {
    kind: "unavailable",
    message: "The server answered with status 502.",
  });
});

Deno.test("a page with an answer that is none of the API is refused", async () => {
  await assert.rejects(apiThat(answering(200, { role: "king" })).api.whoami(), { kind: "refused" });
});

Deno.test("without an answer a list is not there, and a change may have been made", async () => {
  const { api } = apiThat(() => Promise.reject(new TypeError("connection reset")));
  const reference = { text: `id:${ORG}`, orgId: ORG };
  const revoke = (dryRun: boolean) => api.keys.revoke({ reference, andTrust: false, dryRun });
  await assert.rejects(api.whoami(), { kind: "unavailable" });
  await assert.rejects(revoke(true), { kind: "unavailable" });
  await assert.rejects(revoke(false), { kind: "unknown outcome" });
});

Deno.test("what was asked before the end of a session fails by it, and not as a failure to show", async () => {
  const sending = Promise.withResolvers<void>();
  const { api, ending } = apiThat((_, { signal }) => {
    sending.resolve();
    return new Promise((_, reject) =>
      signal!.addEventListener("abort", () => reject(new DOMException("x", "AbortError")))
    );
  });
  const asked = assert.rejects(api.whoami(), (thrown) => !(thrown instanceof Failure));
  await sending.promise;
  ending.abort();
  await asked;
});
