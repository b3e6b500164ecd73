import assert from "node:assert/strict";
import type { ListenOptions } from "../../../src/http/server/server_listener.ts";
import { listenWith } from "../listening_app.ts";

/** By which address a server knows who calls it. */
async function callerOf(options: Partial<ListenOptions>, forwarded?: string): Promise<string> {
  const addresses: string[] = [];
  const { url, stop } = await listenWith((_, address) => {
    addresses.push(address);
    return Promise.resolve(new Response());
  }, options);
  const headers = new Headers(forwarded === undefined ? {} : { "x-forwarded-for": forwarded });
  try {
    await (await fetch(url, { headers })).text();
  } finally {
    await stop();
  }
  assert.equal(addresses.length, 1);
  return addresses[0]!;
}

Deno.test("who calls is the address at the other end, whatever the request says", async () => {
  assert.equal(await callerOf({}), "127.0.0.1");
  assert.equal(await callerOf({}, "192.0.2.1"), "127.0.0.1");
});

Deno.test("behind a proxy it is the last that X-Forwarded-For names: the proxy's own word", async () => {
  const options = { behindProxy: true };
  assert.equal(await callerOf(options, "192.0.2.1"), "192.0.2.1");
  assert.equal(await callerOf(options, "192.0.2.1, 2001:db8::1 "), "2001:db8::1");
  assert.equal(await callerOf(options, "::ffff:192.0.2.1"), "192.0.2.1");
  assert.equal(await callerOf(options, "192.0.2.1:5000"), "192.0.2.1");
  assert.equal(await callerOf(options, "[2001:db8::1]:5000"), "2001:db8::1");
  assert.equal(await callerOf(options, "[::ffff:192.0.2.1]"), "192.0.2.1");
  assert.equal(await callerOf(options, "2001:DB8:0::1"), "2001:db8::1");
  assert.equal(await callerOf(options), "127.0.0.1");
});

for (const text of ["x", "", "unknown", "192.0.2", "192.0.2.1 x", "key-1", "::g", "_hidden:80"]) {
  Deno.test(`behind a proxy "${text}" is no address, and the proxy itself calls`, async () => {
    assert.equal(await callerOf({ behindProxy: true }, `192.0.2.9, ${text}`), "127.0.0.1");
  });
}

Deno.test("an app that throws ends one request, and no server", async () => {
  let count = 0;
  const { url, stop } = await listenWith(() => {
    count += 1;
    return count === 1 ? Promise.reject(new Error("a bug")) : Promise.resolve(new Response("ok"));
  });
  const first = await fetch(url);
  assert.deepEqual([first.status, await first.text()], [500, ""]);
  assert.equal(await (await fetch(url)).text(), "ok");
  await stop();
});
