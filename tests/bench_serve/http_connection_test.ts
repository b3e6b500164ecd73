import assert from "node:assert/strict";
import { connectHttp, readHead } from "../../scripts/bench_serve/http_connection.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

Deno.test("a head is read once its empty line is there", () => {
  const head = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nvary: x\r\n\r\n";
  const answer = { status: 200, headBytes: head.length, bodyBytes: 12 };
  assert.deepEqual(readHead(bytesOf(`${head}{"a"`)), answer);
  for (let length = 0; length < head.length; length++) {
    assert.equal(readHead(bytesOf(head.slice(0, length))), null);
  }
});

Deno.test("an answer without a length is refused", () => {
  for (
    const text of [
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\n\r\ncontent-length: 3\r\n",
      "SSH-2.0-OpenSSH_9.2\r\n\r\n",
      "x".repeat(5000),
    ]
  ) {
    assert.throws(() => readHead(bytesOf(text)), /no answer with a length/);
  }
});

Deno.test("a connection carries one request after the other, also with long answers", async () => {
  const served: string[] = [];
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  await using server = Deno.serve(options, async (request, { remoteAddr }) => {
    served.push(`${remoteAddr.port} ${await request.text()}`);
    return new Response("x".repeat(200_000), { status: served.length === 1 ? 200 : 404 });
  });
  const address = `127.0.0.1:${server.addr.port}`;
  const connection = await connectHttp(address);
  const request = bytesOf(`POST / HTTP/1.1\r\nhost: ${address}\r\ncontent-length: 2\r\n\r\nhi`);
  const [first, second] = [await connection.ask(request), await connection.ask(request)];
  connection.close();
  assert.deepEqual([first.status, second.status], [200, 404]);
  assert.equal(new Set(served).size, 1);
  assert.match(served[0]!, /^\d+ hi$/);
});
