import assert from "node:assert/strict";
import { endingInHttp1 } from "../../../src/http/server/server_connections.ts";

/** The same object, of whose body nobody may take the stream: the runtime then handles it by streams only. */
function withoutStream(message: Response): Response {
  return Object.defineProperty(message, "body", {
    get: () => assert.fail("the stream of the body was taken"),
  });
}

function request(body: string, headers: Record<string, string>): Request {
  return new Request("http://127.0.0.1/", { method: "POST", body, headers });
}

Deno.test("an answer over a connection that is surely HTTP/1 is sent as it is", () => {
  const answer = withoutStream(new Response("x", { headers: { "content-length": "1" } }));
  const asked = request("", { connection: "keep-alive" });
  assert.equal(endingInHttp1(asked, answer), answer);
});
