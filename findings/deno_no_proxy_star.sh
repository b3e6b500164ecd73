#!/usr/bin/env bash
# Which requests NO_PROXY=* keeps from a proxy in Deno. For curl and others a star stands for every host. Deno takes it for
# every name: a request to http://127.0.0.1 still goes to the proxy of HTTP_PROXY, unless networks are listed as well
# (0.0.0.0/0,::/0). A client with a proxy of the kind "tcp" that is the server itself reaches it past the environment's
# proxy, but has an absolute URL in its request line, as for a proxy. Fails where that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >look.ts <<'TS'
/** Gives the first line of each request that comes. */
function listen(name: string) {
  const lines: string[] = [];
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  (async () => {
    for await (const connection of listener) {
      const bytes = new Uint8Array(4096);
      const count = await connection.read(bytes) ?? 0;
      lines.push(`${name}: ${new TextDecoder().decode(bytes.subarray(0, count)).split("\r\n")[0]}`);
      await connection.write(new TextEncoder().encode("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"));
      connection.close();
    }
  })();
  return { port: listener.addr.port, lines };
}

const [server, proxy] = [listen("server"), listen("proxy")];
Deno.env.set("HTTP_PROXY", `http://127.0.0.1:${proxy.port}`);
const tcp = { transport: "tcp", hostname: "127.0.0.1", port: server.port } as const;
const looks: [title: string, noProxy: string, options: Deno.CreateHttpClientOptions, host: string, seen: RegExp][] = [
  ["NO_PROXY=*, by name", "*", {}, "localhost", /^server: GET \/x HTTP/],
  ["NO_PROXY=*, by address", "*", {}, "127.0.0.1", /^proxy: GET http:\/\//],
  ["NO_PROXY=*,0.0.0.0/0, by address", "*,0.0.0.0/0", {}, "127.0.0.1", /^server: GET \/x HTTP/],
  ["a proxy of the kind tcp", "", { proxy: tcp }, "127.0.0.1", /^server: GET http:\/\//],
];
console.log("Deno", Deno.version.deno);
let failed = false;
for (const [title, noProxy, options, host, seen] of looks) {
  Deno.env.set("NO_PROXY", noProxy);
  const client = Deno.createHttpClient(options);
  await fetch(`http://${host}:${server.port}/x`, { client, signal: AbortSignal.timeout(10_000) });
  client.close();
  const line = [...server.lines.splice(0), ...proxy.lines.splice(0)].join(", ");
  console.log(`${title}: ${line.replace(/:\d{4,5}\//, ":PORT/")}`);
  if (!seen.test(line)) failed = true;
}
if (failed) console.log("This is not what was seen before.");
Deno.exit(failed ? 1 : 0);
TS

npx -y deno@2.9.6 run --quiet --no-config --no-prompt --allow-net=127.0.0.1,localhost --allow-env=HTTP_PROXY,NO_PROXY look.ts
