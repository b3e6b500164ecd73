import assert from "node:assert/strict";
import { CloacinaError } from "../../../src/errors.ts";
import { toFailure } from "../../../src/http/client/client_failure.ts";
import { API_SERVER, type ServerKind } from "../../../src/http/client/server_kind.ts";
import { CLOSED_PORT } from "../../testkit/closed_port.ts";
import { assertFails, readHead, withClient, withConnections } from "../hostile_server.ts";
import { withHostile } from "../hostile_server.ts";

const CHECK_URL = "check --api-url or CLOACINA_API_URL, and that `cloacina serve` runs there";

/** Why a request to a URL failed. */
function failureOf(url: string, thrown: unknown, kind: ServerKind = API_SERVER) {
  return toFailure({ url, kind, limit: 60_000 }, thrown);
}

Deno.test("where nobody listens, that is said after four tries", async () => {
  const url = `http://127.0.0.1:${CLOSED_PORT}`;
  await withClient(url, async ({ client, pauses }) => {
    const { message, hint } = await assertFails("store_unavailable", 2, client.whoami());
    assert.equal(message, `Cannot reach "${url}": nothing listens there`);
    assert.equal(hint, CHECK_URL);
    assert.equal(pauses.length, 3);
  });
});

const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

const BROKEN: readonly (readonly [what: string, answer: string])[] = [
  ["closes without an answer", ""],
  ["closes within the head", HEAD],
  ["closes within the body", `${HEAD}content-length: 100\r\n\r\n{"items":[`],
  ["closes within a chunk", `${HEAD}transfer-encoding: chunked\r\n\r\n64\r\n{"items":[`],
  ["closes after a chunk", `${HEAD}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`],
  ["sends a chunk without a length", `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n`],
  ["has two lengths", `${HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`],
  [
    "answers with what it says is packed",
    `${HEAD}content-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}`,
  ],
  ["has no end of headers", `${HEAD}${"a: b\r\n".repeat(10_000)}`],
];

for (const [what, answer] of BROKEN) {
  Deno.test(`a server that ${what} has not answered`, async () => {
    await withConnections(async (connection) => {
      await readHead(connection);
      await connection.write(new TextEncoder().encode(answer));
    }, async (url, count) => {
      await withClient(url, async ({ client }) => {
        const { message, hint } = await assertFails("store_unavailable", 2, client.whoami());
        assert.equal(message, `Cannot reach "${url}": the connection failed`);
        assert.equal(hint, CHECK_URL);
        assert.equal(count(), 4);
      });
    });
  });
}

Deno.test("a server that resets the connection has not answered", async () => {
  // What is closed while something of it is unread is reset.
  await withConnections(async (connection) => {
    await connection.read(new Uint8Array(1));
  }, async (url, count) => {
    await withClient(url, async ({ client }) => {
      const { message } = await assertFails("store_unavailable", 2, client.whoami());
      assert.equal(message, `Cannot reach "${url}": the connection failed`);
      assert.equal(count(), 4);
    });
  });
});

Deno.test("a server that speaks another protocol is none", async () => {
  await withConnections(async (connection) => {
    await connection.write(new TextEncoder().encode("SSH-2.0-OpenSSH_9.6\r\n"));
    await readHead(connection);
  }, async (url, count) => {
    await withClient(url, async ({ client }) => {
      const { message, hint } = await assertFails("store_unavailable", 2, client.whoami());
      assert.equal(message, `Cannot reach "${url}": it does not speak HTTP`);
      assert.equal(hint, "is it a port for https, so an https URL?");
      assert.equal(count(), 1);
    });
  });
});

Deno.test("a port that the runtime sends no request to is not tried again", async () => {
  for (const port of [9, 25, 6000]) {
    const url = `http://127.0.0.1:${port}`;
    await withClient(url, async ({ client, pauses }) => {
      const { message, hint } = await assertFails("store_unavailable", 2, client.whoami());
      assert.equal(
        message,
        `Cannot reach "${url}": no request is sent to its port, which is another protocol's`,
      );
      assert.equal(hint, "let `cloacina serve` listen on another port, with --bind");
      assert.deepEqual(pauses, []);
    });
  }
});

Deno.test("a server that never answers is waited for once, and no longer than the limit", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  await withHostile(() => promise, async ({ client, url, pauses }) => {
    const { message, hint } = await assertFails("store_unavailable", 2, client.whoami());
    assert.equal(message, `Cannot reach "${url}": it did not finish its answer within 0.2 s`);
    assert.equal(hint, CHECK_URL);
    assert.deepEqual(pauses, []);
    resolve(new Response());
  }, 200);
});

Deno.test("the limit is for the whole answer, however steadily it drips", async () => {
  let timer: ReturnType<typeof setInterval> | undefined;
  const drip = () =>
    new ReadableStream({
      start: (controller) => {
        timer = setInterval(() => controller.enqueue(new Uint8Array([0x20])), 10);
      },
      cancel: () => clearInterval(timer),
    });
  await withHostile(
    () => new Response(drip(), { headers: { "content-type": "application/json" } }),
    async ({ client, url, pauses }) => {
      const { message } = await assertFails("store_unavailable", 2, client.whoami());
      assert.equal(message, `Cannot reach "${url}": it did not finish its answer within 0.3 s`);
      assert.deepEqual(pauses, []);
    },
    300,
  ).finally(() => clearInterval(timer));
});

/** As Deno 2.9.6 and 2.7.11 say it. */
function thrownFor(url: string, reason: string): readonly Error[] {
  const text = `error sending request for url (${url}): client error (Connect): ${reason}`;
  return [new TypeError("fetch failed", { cause: new Error(text) }), new TypeError(text)];
}

Deno.test("a URL that is made of the words of errors tells nothing", () => {
  const words = "certificate.dns.UnknownIssuer.expired.tls";
  const url = `https://${words}.example/refused/requests%20to%20port%209%20are%20blocked`;
  for (const thrown of thrownFor(url, "tcp connect error: Connection refused (os error 111)")) {
    const { error, isTransient } = failureOf(url, thrown);
    assert.equal(error.message, `Cannot reach "${url}": nothing listens there`);
    assert.ok(isTransient);
  }
});

const PROXIES = ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"];

for (const variable of PROXIES) {
  Deno.test(`where a server is not reached, the proxy of ${variable} is mentioned`, () => {
    Deno.env.set(variable, "http://user:secret@127.0.0.1:1");
    try {
      const [refused] = thrownFor("https://h", "tcp connect error: Connection refused");
      const { error } = failureOf("https://h", refused);
      const proxy = `the proxy that ${variable} names`;
      const state = `nothing listens there, or at ${proxy}`;
      assert.equal(error.message, `Cannot reach "https://h": ${state}`);
      assert.equal(error.hint, `${CHECK_URL}; check ${proxy}, too`);
      const plain = failureOf("http://h", thrownFor("http://h", "Connection refused")[0]);
      assert.equal(plain.error.message, 'Cannot reach "http://h": nothing listens there');
      assert.equal(plain.error.hint, CHECK_URL);
    } finally {
      Deno.env.delete(variable);
    }
  });
}

const BY_PROXY: readonly (readonly [reason: string, state: string, isTransient: boolean])[] = [
  ["proxy authentication required", "its proxy wants a user and a password", false],
  ["unsuccessful tunnel", "its proxy does not connect to it", false],
  ["unexpected eof while tunneling", "its proxy does not answer", true],
  ["Proxy server unreachable", "its proxy does not answer", true],
];

for (const [reason, state, isTransient] of BY_PROXY) {
  Deno.test(`of a proxy the words "${reason}" are understood`, () => {
    for (const thrown of thrownFor("https://h", reason)) {
      const failure = failureOf("https://h", thrown);
      assert.equal(failure.error.message, `Cannot reach "https://h": ${state}`);
      assert.equal(failure.isTransient, isTransient);
    }
  });
}

Deno.test("a host name that is not known may be known in a moment", () => {
  const url = "https://sign.invalid";
  const reason = "dns error: failed to lookup address information: Name or service not known";
  for (const thrown of thrownFor(url, reason)) {
    const { error, isTransient } = failureOf(url, thrown);
    assert.equal(error.message, `Cannot reach "${url}": its host name does not resolve`);
    assert.ok(isTransient);
  }
});

Deno.test("a host that this process may not reach is not tried again", () => {
  const { error, isTransient } = failureOf("http://h", new Deno.errors.NotCapable("net"));
  assert.equal(error.message, 'Cannot reach "http://h": this process is not allowed to');
  assert.equal(error.hint, "start it with --allow-net");
  assert.equal(isTransient, false);
});

Deno.test("whatever is thrown is an error of ours, and repeats nothing of it", () => {
  for (const thrown of ["a secret", null, new Error("a secret"), { toString: null }]) {
    const { error } = failureOf("http://h", thrown);
    assert.equal(error.message, 'Cannot reach "http://h": the connection failed');
  }
  const own = new CloacinaError("store_unavailable", "Cannot use it: no");
  assert.deepEqual(failureOf("http://h", own), { error: own, isTransient: false });
});

const OTHER: ServerKind = {
  code: "signer_unavailable",
  strange: (_, state) => new CloacinaError("signer_unavailable", state),
  certificates: "FILE",
  hints: {
    address: "check the address",
    authority: "trust the authority",
    name: "give a name",
    port: "change the port",
  },
};

const HINTED: readonly (readonly [reason: string, hint: string])[] = [
  ["invalid peer certificate: UnknownIssuer", OTHER.hints.authority],
  ["invalid peer certificate: certificate not valid for name", OTHER.hints.name],
  [
    "invalid peer certificate: certificate expired",
    "the operator of the server must renew it; if it is valid, the clock of this machine is wrong",
  ],
  [
    "proxy authentication required",
    "give them in the URL of the proxy, as in https_proxy=http://user:password@host:port",
  ],
  ["tcp connect error: Connection refused", OTHER.hints.address],
];

for (const [reason, hint] of HINTED) {
  Deno.test(`what to try after "${reason}" is said by the settings of that kind of server`, () => {
    for (const thrown of thrownFor("https://h", reason)) {
      const { error } = failureOf("https://h", thrown, OTHER);
      assert.deepEqual([error.code, error.hint], ["signer_unavailable", hint]);
    }
  });
}
