import assert from "node:assert/strict";
import { withServer } from "../../http/api_kit.ts";
import { connectTo } from "../../http/raw_http.ts";

const CONNECTIONS = 8;

Deno.test("whoever never sends a short body, and goes once it is told so, leaves no connection", async () => {
  await withServer(async ({ url, newToken }) => {
    const token = await newToken();
    const head = [
      "POST /v1/signing-keys HTTP/1.1",
      "Host: x",
      `Authorization: Bearer ${token}`,
      "Content-Type: application/json",
      "Content-Length: 100",
    ];
    const before = await openSockets();
    await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
      using connection = await connectTo(url);
      await connection.write(new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n{`));
      const answer = new Uint8Array(1024);
      const length = await connection.read(answer);
      assert.match(new TextDecoder().decode(answer.subarray(0, length ?? 0)), /^HTTP\/1\.1 408 /);
    }));
    for (let tries = 0; tries < 200 && await openSockets() > before; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.equal(await openSockets(), before);
  });
});

/** How many sockets this process has, which is server and client here. */
async function openSockets(): Promise<number> {
  const args = [`/proc/${Deno.pid}/fd`, "-lname", "socket:*", "-printf", "x"];
  const { stdout } = await new Deno.Command("find", { args, stderr: "null" }).output();
  return stdout.length;
}
