import assert from "node:assert/strict";
import { documentSender, MAX_UNSENT } from "../../../src/http/server/server_documents.ts";
import { withApi } from "../api_kit.ts";

const DOCUMENT = "größe ".repeat(20_000);

Deno.test("a document comes whole, and with what an answer has", async () => {
  const answer = documentSender()(DOCUMENT, "text/plain", { "x-a": "b" });
  assert.deepEqual(
    [answer.status, answer.headers.get("content-type"), answer.headers.get("x-a")],
    [200, "text/plain", "b"],
  );
  assert.equal(await answer.text(), DOCUMENT);
});

Deno.test("while 16 documents are not read yet another one is refused, and once one is there is room", async () => {
  const send = documentSender();
  const unread = Array.from({ length: MAX_UNSENT }, () => send(DOCUMENT, "text/plain"));
  assert.throws(() => send(DOCUMENT, "text/plain"), {
    code: "store_unavailable",
    message: "Cannot send the document: too many are being sent; try again",
  });
  assert.equal(await unread[0]!.text(), DOCUMENT);
  unread.push(send(DOCUMENT, "text/plain"));
  assert.throws(() => send(DOCUMENT, "text/plain"), { code: "store_unavailable" });
  await unread[1]!.body?.cancel();
  unread.push(send(DOCUMENT, "text/plain"));
  for (const answer of unread.slice(2)) await answer.body?.cancel();
});

Deno.test("a document that nobody reads in time breaks off, and leaves its place to another one", async () => {
  const send = documentSender(20);
  const unread = Array.from({ length: MAX_UNSENT }, () => send(DOCUMENT, "text/plain"));
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const answer of unread) await assert.rejects(answer.text(), /it was not read in time/);
  assert.equal(await send("short", "text/plain").text(), "short");
});

Deno.test("asking for the head of a document alone holds nothing", async () => {
  await withApi(async ({ ask }) => {
    for (let one = 0; one < 2 * MAX_UNSENT; one++) {
      assert.equal((await ask("HEAD", "/docs", { token: null })).status, 200);
    }
    assert.match((await ask("GET", "/docs", { token: null })).text, /<\/html>\s*$/);
  });
});
