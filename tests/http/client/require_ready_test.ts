import assert from "node:assert/strict";
import { requireReady } from "../../../src/http/client/require_ready.ts";
import { type Answering, TOKEN, withHostile } from "../hostile_server.ts";

const patience = { answerLimit: 30_000, pause: () => Promise.resolve(), elapsed: () => 0 };

/** Asks a server that answers so, and returns the requests that came. */
async function ask(answer: Answering) {
  let requests;
  await withHostile(answer, async ({ url, seen }) => {
    requests = seen;
    await requireReady({ url, apiKey: TOKEN, caCert: null }, patience);
  });
  return requests!;
}

Deno.test("a server that is ready is asked once, and is shown no token", async () => {
  const [request, ...others] = await ask(() => Response.json({ status: "ready" }));
  assert.deepEqual([request!.method, request!.path, others], ["GET", "/ready", []]);
  assert.equal(request!.headers.get("authorization"), null);
});

Deno.test("a server that is not ready says why by the code", async () => {
  const error = {
    error: "Cannot serve: the server is not ready",
    code: "store_corrupt",
    hint: null,
  };
  await assert.rejects(ask(() => Response.json(error, { status: 503 })), {
    code: "store_corrupt",
    message: error.error,
  });
});

for (
  const [what, answer] of Object.entries({
    "another status": () => Response.json({ status: "alive" }),
    "no JSON": () => new Response("ready"),
    "a redirect": () => new Response(null, { status: 302, headers: { location: "/" } }),
    "a page": () => new Response("<html>", { headers: { "content-type": "text/html" } }),
  })
) {
  Deno.test(`a server that answers with ${what} is not taken for ready`, async () => {
    await assert.rejects(ask(answer), /^CloacinaError: Cannot call the API at /);
  });
}
