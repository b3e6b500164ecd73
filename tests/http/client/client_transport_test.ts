import assert from "node:assert/strict";
import { ORG, PAGE } from "../../operations/kit.ts";
import { assertFails, json, readHead, TOKEN, withClient } from "../hostile_server.ts";
import { type Hostile, withConnections, withHostile } from "../hostile_server.ts";
import { IDEMPOTENT, SINGLE } from "../sample_calls.ts";

const BUSY = { error: "Cannot serve: try again", code: "store_unavailable", hint: null };
const NO_KEYS = { items: [], total: 0 };

const NO_KEYS_ANSWER = [
  "HTTP/1.1 200 OK",
  "content-type: application/json",
  `content-length: ${JSON.stringify(NO_KEYS).length}`,
  "",
  JSON.stringify(NO_KEYS),
].join("\r\n");

function listKeys(client: Hostile["client"]) {
  return client.keys.list({ orgId: ORG, includeRevoked: false, page: PAGE });
}

for (const [what, path, call] of IDEMPOTENT) {
  Deno.test(`${what} is tried four times while the server is out of reach, and no more`, async () => {
    await withHostile(() => json(BUSY, 503), async ({ client, seen, pauses }) => {
      const { message } = await assertFails("store_unavailable", 2, call(client));
      assert.equal(message, BUSY.error);
      assert.deepEqual(seen.map((one) => one.path.split("?")[0]), [path, path, path, path]);
      assert.equal(new Set(seen.map(({ body }) => body)).size, 1);
      assert.equal(pauses.length, 3);
    });
  });

  Deno.test(`${what} is tried four times where the connection breaks`, async () => {
    await withConnections(hangUp, async (url, count) => {
      await withClient(url, async ({ client, pauses }) => {
        const { message } = await assertFails("store_unavailable", 2, call(client));
        assert.equal(message, `Cannot reach "${url}": the connection failed`);
        assert.equal(count(), 4);
        assert.equal(pauses.length, 3);
      });
    });
  });
}

/** Takes a request, and closes the connection. */
async function hangUp(connection: Deno.TcpConn): Promise<void> {
  await readHead(connection);
}

for (const [what, path, call] of SINGLE) {
  Deno.test(`${what} is sent exactly once, whatever comes back`, async () => {
    for (const status of [429, 502, 503, 504]) {
      await withHostile(() => json(BUSY, status), async ({ client, seen, pauses }) => {
        await assertFails("store_unavailable", 2, call(client));
        assert.deepEqual(seen.map((one) => one.path.split("?")[0]), [path]);
        assert.deepEqual(pauses, []);
      });
    }
  });

  Deno.test(`${what} is sent exactly once where the connection breaks`, async () => {
    await withConnections(hangUp, async (url, count) => {
      await withClient(url, async ({ client }) => {
        await assertFails("store_unavailable", 2, call(client));
        assert.equal(count(), 1);
      });
    });
  });
}

for (const [what, , call] of [...IDEMPOTENT, ...SINGLE]) {
  const isSafe = IDEMPOTENT.some(([name]) => name === what);
  Deno.test(`${what} is tried for a minute where that is wanted, if it is safe to repeat`, async () => {
    await withConnections(hangUp, async (url, count) => {
      const body = async (
        { client, pauses, notes }: Pick<Hostile, "client" | "pauses" | "notes">,
      ) => {
        const { message } = await assertFails("store_unavailable", 2, call(client));
        const failure = `Cannot reach "${url}": the connection failed`;
        assert.deepEqual(notes, isSafe ? [failure] : []);
        assert.equal(message, isSafe ? `${failure} (tried for 60 s)` : failure);
        if (!isSafe) return assert.equal(count(), 1);
        const total = pauses.reduce((sum, pause) => sum + pause, 0);
        assert.equal(Math.round(total), 60_000);
        assert.equal(count(), pauses.length + 1);
      };
      await withClient(url, body, 30_000, null, 60_000);
    });
  });
}

Deno.test("who waits for a server is told once why, and not where nothing says for how long", async () => {
  await withHostile(() => json(BUSY, 503), async ({ url, client, notes }) => {
    await assertFails("store_unavailable", 2, listKeys(client));
    assert.deepEqual(notes, []);
    await withClient(
      url,
      async (patient) => {
        for (const expected of [[BUSY.error], [BUSY.error]]) {
          const { message } = await assertFails("store_unavailable", 2, listKeys(patient.client));
          assert.equal(message, `${BUSY.error} (tried for 5 s)`);
          assert.deepEqual(patient.notes, expected);
        }
      },
      30_000,
      null,
      5000,
    );
    await withClient(
      url,
      async (hasty) => {
        const { message } = await assertFails("store_unavailable", 2, listKeys(hasty.client));
        assert.equal(message, BUSY.error);
        assert.deepEqual([hasty.notes, hasty.pauses], [[], []]);
      },
      30_000,
      null,
      0,
    );
  });
});

for (const [what, , call] of SINGLE) {
  Deno.test(`${what} is sent exactly once where the connection breaks that an answer came on before`, async () => {
    let heads = 0;
    const serve = async (connection: Deno.TcpConn) => {
      while ((await readHead(connection)).length > 0) {
        if (++heads > 1) return;
        await connection.write(new TextEncoder().encode(NO_KEYS_ANSWER));
      }
    };
    await withConnections(serve, async (url) => {
      await withClient(url, async ({ client }) => {
        assert.deepEqual((await listKeys(client)).items, []);
        await assertFails("store_unavailable", 2, call(client));
        assert.equal(heads, 2);
      });
    });
  });
}

Deno.test("a rotation of a key by its name may look it up again, and is itself sent once", async () => {
  await withHostile(
    ({ method }, count) => method === "GET" && count === 2 ? json(FOUND) : json(BUSY, 503),
    async ({ client, seen }) => {
      const reference = { text: "release-key", orgId: ORG };
      await assertFails("store_unavailable", 2, client.keys.rotate({ reference, name: "next" }));
      assert.deepEqual(seen.map(({ method }) => method), ["GET", "GET", "GET", "POST"]);
    },
  );
});

const FOUND = {
  key_id: "dddddddd-0000-4000-8000-00000000000d",
  org_id: ORG,
  name: "release-key",
  public_key: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
  fingerprint: "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9",
  created_at: "2026-01-28T12:00:00Z",
  revoked_at: null,
  fault: null,
  status: "active",
};

for (const status of [429, 502, 503, 504]) {
  Deno.test(`what is answered after three times status ${status} is the answer`, async () => {
    const page = () => new Response("<html>", { status, headers: { "content-type": "text/html" } });
    await withHostile(
      (_, count) => count < 3 ? page() : json(NO_KEYS),
      async ({ client, seen }) => {
        assert.deepEqual(await listKeys(client), NO_KEYS);
        assert.equal(seen.length, 4);
      },
    );
  });
}

for (const status of [400, 401, 403, 404, 409, 422, 500, 501]) {
  Deno.test(`status ${status} is an answer, and is not asked for again`, async () => {
    const error = { error: "Cannot do it: no", code: "invalid_request", hint: null };
    await withHostile(() => json(error, status), async ({ client, seen }) => {
      await assertFails("invalid_request", 1, listKeys(client));
      assert.equal(seen.length, 1);
    });
  });
}

Deno.test("a broken connection is forgotten once an answer comes", async () => {
  await withConnections(async (connection, count) => {
    await readHead(connection);
    if (count < 3) return;
    const body = JSON.stringify(NO_KEYS);
    const head = `content-type: application/json\r\ncontent-length: ${body.length}`;
    await connection.write(new TextEncoder().encode(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n${body}`));
  }, async (url, count) => {
    await withClient(url, async ({ client }) => {
      assert.deepEqual(await listKeys(client), NO_KEYS);
      assert.equal(count(), 4);
    });
  });
});

Deno.test("pauses double, with something random, where the server asks for none", async () => {
  await withHostile(() => json(BUSY, 503), async ({ client, pauses }) => {
    await assertFails("store_unavailable", 2, listKeys(client));
    for (const [index, pause] of pauses.entries()) {
      const middle = 200 * 2 ** index;
      assert.ok(pause >= middle / 2 && pause < middle * 1.5, `pause ${index}: ${pause}`);
    }
    assert.equal(pauses.length, 3);
  });
});

const ASKED: readonly (readonly [retryAfter: string, least: number, most: number])[] = [
  ["3", 3000, 3000],
  ["10", 10_000, 10_000],
  ["86400", 10_000, 10_000],
  ["1e300", 10_000, 10_000],
  ["Infinity", 10_000, 10_000],
  ["0", 100, 1200],
  ["-5", 100, 1200],
  ["soon", 100, 1200],
  ["Wed, 21 Oct 2199 07:28:00 GMT", 100, 1200],
];

for (const [retryAfter, least, most] of ASKED) {
  Deno.test(`a server that says Retry-After: ${retryAfter} is given ${least} to ${most} ms`, async () => {
    const headers = { "retry-after": retryAfter };
    await withHostile(() => json(BUSY, 503, headers), async ({ client, pauses }) => {
      await assertFails("store_unavailable", 2, listKeys(client));
      assert.equal(pauses.length, 3);
      assert.ok(pauses.every((pause) => pause >= least && pause <= most), pauses.join());
    });
  });
}

Deno.test("who is told to come back because the token is bad does not come back with it", async () => {
  const error = {
    error: "Cannot authenticate: 10 attempts have failed",
    code: "unauthorized",
    hint: null,
  };
  const headers = { "retry-after": "42", "www-authenticate": 'Bearer realm="cloacina"' };
  await withHostile(() => json(error, 429, headers), async ({ client, seen }) => {
    await assertFails("unauthorized", 4, listKeys(client));
    assert.equal(seen.length, 1);
  });
});

Deno.test("a request says its token in one header, and nothing else of this machine", async () => {
  for (const [what, , call] of [...IDEMPOTENT, ...SINGLE]) {
    const isSingle = SINGLE.some(([single]) => single === what);
    await withHostile(
      () => json({ error: "Cannot: no", code: "key_not_found", hint: null }, 404),
      async (kit) => {
        await assertFails("key_not_found", 3, call(kit.client));
        for (const { method, path, headers, body } of kit.seen) {
          assert.equal(headers.get("authorization"), `Bearer ${TOKEN}`);
          const names = [...headers.keys()].filter((name) => name !== "authorization").sort();
          const ofBody = [
            ...method === "POST" && !isSingle ? ["content-length"] : [],
            ...body === "" ? [] : ["content-type"],
          ];
          const ofAll = ["accept", "accept-encoding", "accept-language", ...ofBody, "host"];
          const ofStream = isSingle && method === "POST" ? ["transfer-encoding"] : [];
          assert.deepEqual(names, [...ofAll, ...ofStream, "user-agent"]);
          assert.equal(headers.get("accept-language"), "*");
          assert.ok(!`${path}${body}`.includes(TOKEN));
        }
      },
    );
  }
});

Deno.test("a server below a path is asked below it", async () => {
  await withHostile(() => json(NO_KEYS), async ({ url, seen }) => {
    await withClient(`${url}/signing/here`, async ({ client }) => {
      await listKeys(client);
      assert.deepEqual(seen.map(({ path }) => path), [
        `/signing/here/v1/signing-keys?org_id=${ORG}&include_revoked=false&limit=100`,
      ]);
    });
  });
});

Deno.test("what goes without TLS goes past every proxy that the environment names", async () => {
  await withHostile(() => json(NO_KEYS), async (proxy) => {
    await withHostile(() => json(NO_KEYS), async ({ url, seen }) => {
      assert.equal(await askFrom(url, proxy.url), "0 keys, then 0 keys\n");
      // The second was the runtime's own client, which would have told the proxy everything.
      assert.deepEqual([seen.length, proxy.seen.length], [1, 1]);
    });
  });
});

Deno.test("a request line has the path alone, whatever proxies the environment names", async () => {
  const lines: string[] = [];
  await withConnections(async (connection) => {
    lines.push((await readHead(connection)).split("\r\n")[0]!);
  }, async (url) => {
    await withClient(url, async ({ client }) => {
      await assertFails("store_unavailable", 2, client.whoami());
    });
    await askFrom(url, "http://127.0.0.1:1");
  });
  assert.equal(lines.length >= 8, true);
  for (const line of lines) assert.match(line, /^GET \/v1\/(whoami|signing-keys\?\S+) HTTP\/1\.1$/);
});

Deno.test("what goes by TLS goes through the proxy that the environment names, which learns the host's name alone", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const heard: string[] = [];
  const listening = (async () => {
    for await (const connection of listener) {
      const bytes = new Uint8Array(4096);
      heard.push(new TextDecoder().decode(bytes.subarray(0, await connection.read(bytes) ?? 0)));
      await connection.write(new TextEncoder().encode("HTTP/1.1 403 No\r\n\r\n"));
      connection.close();
    }
  })();
  const { port } = listener.addr;
  const said = await askFrom("https://signing.example", `http://127.0.0.1:${port}`);
  listener.close();
  await listening;
  assert.match(said, /Cannot reach "https:\/\/signing\.example/);
  assert.notEqual(heard.length, 0);
  for (const text of heard) {
    assert.match(text, /^CONNECT signing\.example:443 HTTP\/1\.1\r\n/);
    assert.equal(text.includes(TOKEN), false);
  }
});

const ENV = "--allow-env=ALL_PROXY,HTTPS_PROXY,NO_PROXY,all_proxy,https_proxy";

/** Asks from a process of its own, because the environment is that of all tests. */
async function askFrom(url: string, proxy: string): Promise<string> {
  const script = new URL("../behind_a_proxy.ts", import.meta.url).pathname;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--cached-only", "--frozen", "--allow-net", ENV, script, url],
    env: {
      ...{ http_proxy: proxy, HTTP_PROXY: proxy, all_proxy: proxy, ALL_PROXY: proxy },
      // Workers that make clients at once share the environment, and may leave the second in it.
      ...{ no_proxy: "", NO_PROXY: "" },
      // The runtime's look for updates would go to the proxy as well.
      DENO_NO_UPDATE_CHECK: "1",
    },
  });
  const { stdout, stderr } = await command.output();
  return new TextDecoder().decode(stdout) || new TextDecoder().decode(stderr);
}
