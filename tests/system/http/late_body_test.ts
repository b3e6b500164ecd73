import assert from "node:assert/strict";
import { withServer } from "../../http/api_kit.ts";
import { connectTo } from "../../http/raw_http.ts";
import { until } from "../../testkit/until.ts";

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
    const port = Number(new URL(url).port);
    const connections = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => connectTo(url)),
    );
    await Promise.all(connections.map(async (connection) => {
      await connection.write(new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n{`));
      // One that is not accepted yet is only known to the kernel.
      await until(async () => await openConnections(port) > 0);
      const answer = new Uint8Array(1024);
      const length = await connection.read(answer);
      assert.match(new TextDecoder().decode(answer.subarray(0, length ?? 0)), /^HTTP\/1\.1 408 /);
      connection.close();
    }));
    await until(async () => await openConnections(port) === 0);
  });
});

const LISTENING = "0A";

/** How many connections to a port somebody has open: what only the kernel still knows has no inode (proc_pid_net(5)). */
async function openConnections(port: number): Promise<number> {
  // Deno itself reads nothing of /proc without every permission.
  const { stdout } = await new Deno.Command("cat", { args: ["/proc/net/tcp"] }).output();
  const [, ...lines] = new TextDecoder().decode(stdout).trim().split("\n");
  return lines.map((line) => line.trim().split(/\s+/)).filter((fields) => {
    const [, local = "", , state] = fields;
    const isThere = state !== LISTENING && fields[9] !== "0";
    return isThere && parseInt(local.split(":")[1] ?? "", 16) === port;
  }).length;
}
