import assert from "node:assert/strict";
import { ROUTES } from "../../../src/http/routes.ts";
import { type App, createApp } from "../../../src/http/server/server_app.ts";
import { ORG, withKit } from "../../operations/kit.ts";
import { remoteOperations } from "../../../src/http/client/client.ts";
import { type Authority, makeAuthority } from "../testkit/certificates.ts";
import type { ServerCertificate } from "../../testkit/postgres_server.ts";
import { makeToken, serverParts } from "../../http/api_kit.ts";
import { issueFor } from "./expired_certificate.ts";
import { assertFails, withClient } from "../../http/hostile_server.ts";
import { listenWith } from "../../http/listening_app.ts";
import { sendRaw } from "../../http/raw_http.ts";

/** A server with a certificate, and what is used to make others. */
interface Kit {
  readonly folder: string;
  readonly authority: Authority;
  /** A certificate that this machine would accept. */
  readonly good: ServerCertificate;
}

async function withAuthority(body: (kit: Kit) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-tls-" });
  try {
    const authority = await makeAuthority(folder, "authority");
    const good = await authority.issue("IP:127.0.0.1,DNS:localhost");
    await body({ folder, authority, good });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Calls `body` with the URL of a server with this certificate, and none of its requests were answered but by `app`. */
async function withTls(
  tls: ServerCertificate | null,
  app: App,
  body: (url: string) => Promise<void>,
): Promise<void> {
  const pair = tls && { cert: tls.certificate, key: tls.privateKey };
  const { url, stop } = await listenWith(app, { tls: pair });
  await body(url).finally(stop);
}

/** An app that only counts who came so far as to ask it something. */
function counting() {
  let count = 0;
  const app: App = () => {
    count += 1;
    return Promise.resolve(new Response("{}"));
  };
  return { app, count: () => count };
}

Deno.test("over TLS, a client that trusts the authority does all that it does without", async () => {
  await withAuthority(async ({ authority, good }) => {
    await withKit(async (kit) => {
      const app = createApp(serverParts(kit.parts, []), ROUTES);
      await withTls(good, app, async (url) => {
        assert.match(url, /^https:\/\/127\.0\.0\.1:\d+$/);
        const apiKey = await makeToken(kit, {});
        const caCert = await Deno.readTextFile(authority.file);
        const client = remoteOperations({ url, apiKey, caCert });
        try {
          const key = await client.keys.generate({ orgId: ORG, name: "k", trust: true });
          assert.deepEqual(await client.keys.show({ text: key.id, orgId: null }), key);
        } finally {
          client.close();
        }
      });
    });
  });
});

const EXPIRED = ["20200101000000Z", "20200201000000Z"] as const;
const TO_COME = ["20980101000000Z", "20990101000000Z"] as const;

/** Which certificate a server shows, and which authority the client trusts. */
type Bad = readonly [
  what: string,
  state: string,
  hint: string,
  show: (kit: Kit) => Promise<ServerCertificate>,
  trust: (kit: Kit) => Promise<string | null>,
];

const trustIts: Bad[4] = ({ authority }) => Deno.readTextFile(authority.file);
const UNKNOWN = "its certificate is not signed by a trusted authority";
const TRUST_IT =
  "this may not be the server you meant; if it uses a private CA, get that CA's certificate from the operator, and name it with --ca-cert";

const BAD: readonly Bad[] = [
  [
    "of an authority that nobody named",
    UNKNOWN,
    TRUST_IT,
    ({ good }) => Promise.resolve(good),
    () => Promise.resolve(null),
  ],
  [
    "of another authority",
    UNKNOWN,
    TRUST_IT,
    ({ good }) => Promise.resolve(good),
    async ({ folder }) => await Deno.readTextFile((await makeAuthority(folder, "other")).file),
  ],
  [
    "of another authority that has the same name",
    UNKNOWN,
    TRUST_IT,
    ({ good }) => Promise.resolve(good),
    async ({ folder }) => {
      await Deno.mkdir(`${folder}/twin`);
      return await Deno.readTextFile((await makeAuthority(`${folder}/twin`, "authority")).file);
    },
  ],
  [
    "that is an authority's own",
    "its certificate is an authority's, and not a server's",
    "make the server one with basicConstraints CA:FALSE",
    async ({ authority: { file } }) => ({
      certificate: await Deno.readTextFile(file),
      privateKey: await Deno.readTextFile(file.replace(/pem$/, "key")),
    }),
    trustIts,
  ],
  [
    "for another name",
    "its certificate is for another name",
    "give a name that its certificate has, with --api-url",
    ({ authority }) => authority.issue("DNS:sign.example,IP:127.0.0.2"),
    trustIts,
  ],
  [
    "that has expired",
    "its certificate has expired",
    "the operator of the server must renew it; if it is valid, the clock of this machine is wrong",
    ({ authority, folder }) => issueFor(authority, folder, "IP:127.0.0.1", EXPIRED),
    trustIts,
  ],
  [
    "that is not valid yet",
    "its certificate is not valid yet",
    "compare the clocks of both machines",
    ({ authority, folder }) => issueFor(authority, folder, "IP:127.0.0.1", TO_COME),
    trustIts,
  ],
];

for (const [what, state, hint, show, trust] of BAD) {
  Deno.test(`a server with a certificate ${what} is told nothing`, async () => {
    await withAuthority(async (kit) => {
      const { app, count } = counting();
      await withTls(await show(kit), app, async (url) => {
        await withClient(
          url,
          async ({ client, pauses }) => {
            const error = await assertFails("store_unavailable", 2, client.whoami());
            assert.equal(error.message, `Cannot reach "${url}": ${state}`);
            assert.equal(error.hint, hint);
            assert.deepEqual(pauses, []);
          },
          undefined,
          await trust(kit),
        );
        assert.equal(count(), 0);
      });
    });
  });
}

Deno.test("HTTP to the port of TLS is refused, by both sides, and the server goes on", async () => {
  await withAuthority(async ({ authority, good }) => {
    const { app, count } = counting();
    await withTls(good, app, async (url) => {
      const plain = url.replace("https:", "http:");
      await withClient(plain, async ({ client }) => {
        const { message, hint } = await assertFails("store_unavailable", 2, client.whoami());
        assert.equal(message, `Cannot reach "${plain}": it does not speak HTTP`);
        assert.equal(hint, "is it a port for https, so an https URL?");
      });
      const { status } = await sendRaw(plain, ["GET /v1/whoami HTTP/1.1\r\nHost: x\r\n\r\n"]);
      assert.equal(status, null);
      assert.equal(count(), 0);
      await assertAnswers(url, await Deno.readTextFile(authority.file));
      assert.equal(count(), 1);
    });
  });
});

Deno.test("TLS to the port of HTTP is refused, by both sides, and the server goes on", async () => {
  const { app, count } = counting();
  await withTls(null, app, async (url) => {
    const secure = url.replace("http:", "https:");
    await withClient(secure, async ({ client }) => {
      const { message, hint } = await assertFails("store_unavailable", 2, client.whoami());
      assert.equal(message, `Cannot reach "${secure}": it does not speak TLS`);
      assert.equal(hint, "is it the port for https?");
    });
    assert.equal(count(), 0);
    await assertAnswers(url, null);
    assert.equal(count(), 1);
  });
});

async function assertAnswers(url: string, caCert: string | null): Promise<void> {
  using client = Deno.createHttpClient(caCert === null ? {} : { caCerts: [caCert] });
  assert.equal(await (await fetch(`${url}/health`, { client })).text(), "{}");
}

Deno.test("a certificate with another's key, and what is no certificate, stop the server", async () => {
  await withAuthority(async ({ authority, good }) => {
    const { privateKey } = await authority.issue("IP:127.0.0.1");
    for (
      const tls of [
        { ...good, privateKey },
        { ...good, certificate: "none" },
        { ...good, privateKey: "none" },
        { ...good, certificate: good.certificate.replace(/\n.{8}/, "\nAAAAAAAA") },
      ]
    ) {
      const { app } = counting();
      const work = withTls(tls, app, () => Promise.resolve());
      const { message } = await assertFails("invalid_request", 1, work);
      assert.match(message, /^Cannot serve with this certificate and key: /);
    }
  });
});
