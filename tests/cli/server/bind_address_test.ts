import assert from "node:assert/strict";
import { parseBindAddress } from "../../../src/cli/server/bind_address.ts";

Deno.test("an address to listen on is an IP address or localhost, and a port", () => {
  const cases = [
    ["127.0.0.1:8080", "127.0.0.1", 8080],
    ["0.0.0.0:0", "0.0.0.0", 0],
    ["localhost:65535", "127.0.0.1", 65535],
    ["[::1]:80", "::1", 80],
    ["[::]:80", "::", 80],
    ["[FE80:0:0:0:0:0:0:1]:80", "fe80::1", 80],
    ["[::ffff:1.2.3.4]:80", "::ffff:102:304", 80],
  ] as const;
  for (const [text, hostname, port] of cases) {
    assert.deepEqual(parseBindAddress(text), { hostname, port });
  }
});

Deno.test("anything else is refused", () => {
  const texts = [
    "",
    ":",
    "8080",
    ":8080",
    "127.0.0.1",
    "127.0.0.1:",
    "127.0.0.1:65536",
    "127.0.0.1:-1",
    "127.0.0.1:80x",
    "127.0.0.1:8e1",
    "127.1:80",
    "127.0.0.256:80",
    "127.0.0.01:80",
    "1.2.3.4.5:80",
    "::1:80",
    "[::1]",
    "[::g]:80",
    "[::1%eth0]:80",
    "[127.0.0.1]:80",
    "example.org:80",
    "LOCALHOST:80",
    "http://127.0.0.1:80",
    "127.0.0.1:80\n",
  ];
  for (const text of texts) {
    assert.throws(() => parseBindAddress(text), { code: "invalid_request" }, text);
  }
});
