import assert from "node:assert/strict";
import { bodyBudget } from "../../../src/http/server/limits/body_budget.ts";
import { readBody } from "../../../src/http/server/server_body.ts";
import { endingInHttp1 } from "../../../src/http/server/server_connections.ts";

/** The same object, of whose body nobody may take the stream: the runtime then handles it by streams only. */
function withoutStream<Message extends Request | Response>(message: Message): Message {
  return Object.defineProperty(message, "body", {
    get: () => assert.fail("the stream of the body was taken"),
  });
}

function request(body: string, headers: Record<string, string>): Request {
  return new Request("http://127.0.0.1/", { method: "POST", body, headers });
}

Deno.test("a body that says that it is short is read in one piece, and still measured", async () => {
  const read = (maxBytes: number) => {
    const sent = withoutStream(request("a body", { "content-length": "6" }));
    return readBody(sent, maxBytes, bodyBudget());
  };
  assert.equal(new TextDecoder().decode(await read(6)), "a body");
  const lying = withoutStream(request("a body", { "content-length": "1" }));
  await assert.rejects(readBody(lying, 5, bodyBudget()), /its body is over/);
});

Deno.test("an answer over a connection that is surely HTTP/1 is sent as it is", () => {
  const answer = withoutStream(new Response("x", { headers: { "content-length": "1" } }));
  const asked = request("", { connection: "keep-alive" });
  assert.equal(endingInHttp1(asked, answer), answer);
});
