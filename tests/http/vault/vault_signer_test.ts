import assert from "node:assert/strict";
import { fingerprintOf } from "../../../src/domain/fingerprint.ts";
import type { ErrorCode } from "../../../src/errors.ts";
import { openVaultSigner } from "../../../src/http/vault/vault_signer.ts";
import { vaultTransport } from "../../../src/http/vault/vault_transport.ts";
import { signMessage } from "../../../src/operations/sign_message.ts";
import { CLOSED_PORT } from "../../testkit/closed_port.ts";
import {
  assertFails,
  key,
  keyAnswer,
  type Said,
  signAnswer,
  VAULT_TOKEN,
  withLyingVault,
} from "./lying_vault.ts";

const RELEASE = { mount: "team/transit", name: "release", version: null };

const MESSAGE = new Uint8Array(32).fill(1);

/** A message for each number. */
function messages(count: number): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: count }, (_, index) => new TextEncoder().encode(`message ${index}`));
}

Deno.test("a key of Vault signs with the version that was its latest when it was opened", async () => {
  await withLyingVault({}, async (location, asked) => {
    const signer = await openVaultSigner({ ...location, namespace: "team/a" }, RELEASE);
    const signature = await signMessage(signer, MESSAGE);
    signer.close();
    assert.deepEqual(signature, await key.sign(MESSAGE));
    assert.equal(signer.kind, "vault");
    assert.equal(signer.name, "team/transit/release@1");
    assert.equal(signer.fingerprint, fingerprintOf(key.publicKey));
    assert.deepEqual(asked.map(({ method, path }) => `${method} ${path}`), [
      "GET /v1/team/transit/keys/release",
      "POST /v1/team/transit/sign/release",
    ]);
    const [, { headers, body }] = asked as [unknown, (typeof asked)[number]];
    assert.equal(headers.get("x-vault-token"), VAULT_TOKEN);
    assert.equal(headers.get("x-vault-namespace"), "team/a");
    assert.equal(headers.get("x-vault-request"), "true");
    assert.equal(headers.get("authorization"), null);
    assert.deepEqual(body, { key_version: 1, batch_input: [{ input: MESSAGE.toBase64() }] });
  });
});

Deno.test("a thousand messages take one request, and what follows the next one", async () => {
  await withLyingVault({}, async (location, asked) => {
    const signer = await openVaultSigner(location, RELEASE);
    const all = messages(1500);
    const signatures = await Promise.all(all.map((message) => signMessage(signer, message)));
    signer.close();
    assert.equal(signatures.length, 1500);
    const sizes = asked.slice(1).map(({ body }) => body.batch_input.length);
    assert.deepEqual(sizes, [1000, 500]);
  });
});

Deno.test("messages of more than 1 MiB go in several requests", async () => {
  await withLyingVault({}, async (location, asked) => {
    const signer = await openVaultSigner(location, RELEASE);
    const long = new Uint8Array(600_000);
    await Promise.all([long, long, MESSAGE].map((message) => signMessage(signer, message)));
    signer.close();
    assert.deepEqual(asked.slice(1).map(({ body }) => body.batch_input.length), [1, 2]);
  });
});

Deno.test("of a batch whose answer is 200, one message fails and the others are signed", async () => {
  const sign: Said["sign"] = async (asked) => {
    const answer = await signAnswer(asked);
    answer.data.batch_results[1] = { error: `internal error, token ${VAULT_TOKEN}` };
    return answer;
  };
  await withLyingVault({ sign }, async (location) => {
    const signer = await openVaultSigner(location, RELEASE);
    const [first, second, third] = messages(3).map((message) => signMessage(signer, message));
    const { message } = await assertFails("signer_refused", second!);
    assert.equal(
      message,
      "Cannot sign with the key vault:team/transit/release@1: Vault says internal error, token …",
    );
    await Promise.all([first, third]);
    signer.close();
  });
});

const MANY = Object.fromEntries(Array.from({ length: 150_000 }, (_, index) => [index + 1, 0]));

/** A lie about the key: it is not opened. */
const BAD_KEYS: readonly (readonly [what: string, said: Said["key"], code: ErrorCode])[] = [
  ["is of another type", () => keyAnswer({ type: "rsa-2048" }), "signer_refused"],
  ["is derived", () => keyAnswer({ derived: true }), "signer_refused"],
  ["has no such version", () => keyAnswer({ latest_version: 2 }), "key_not_found"],
  ["has no versions", () => keyAnswer({ keys: {} }), "key_not_found"],
  ["is a time", () => keyAnswer({ keys: { 1: 1_700_000_000 } }), "key_not_found"],
  ["signs with later ones", () => keyAnswer({ min_encryption_version: 2 }), "signer_refused"],
  [
    "is of small order",
    () => keyAnswer({ keys: { 1: { public_key: new Uint8Array(32).toBase64() } } }),
    "signer_unavailable",
  ],
  ["is too short", () => keyAnswer({ keys: { 1: { public_key: "AAAA" } } }), "signer_unavailable"],
  ["has too many versions", () => keyAnswer({ latest_version: 2e5, keys: MANY }), "key_not_found"],
  [
    "is not in base64",
    () => keyAnswer({ keys: { 1: { public_key: `${key.publicKey.toBase64()}\n` } } }),
    "signer_unavailable",
  ],
  ["is not there", () => Response.json({ errors: [] }, { status: 404 }), "key_not_found"],
  [
    "is of an engine that is not mounted",
    () => Response.json({ errors: ["no handler for route"] }, { status: 404 }),
    "key_not_found",
  ],
  [
    "is denied",
    () => Response.json({ errors: ["permission denied"] }, { status: 403 }),
    "signer_refused",
  ],
  [
    "is denied with the token",
    () => Response.json({ errors: [`bad token ${VAULT_TOKEN}`] }, { status: 403 }),
    "signer_refused",
  ],
  [
    "is sealed",
    () => Response.json({ errors: ["Vault is sealed"] }, { status: 503 }),
    "signer_unavailable",
  ],
  ["is a page", () => new Response("<html>", { status: 502 }), "signer_unavailable"],
  ["is a page with 403", () => new Response("<html>", { status: 403 }), "signer_unavailable"],
  ["is another document", () => ({ items: [] }), "signer_unavailable"],
  ["is deep", () => new Response("[".repeat(1e6), JSON_TYPE), "signer_unavailable"],
  [
    "is over 4 MiB",
    () => new Response(new Uint8Array(5 * 1024 * 1024), JSON_TYPE),
    "signer_unavailable",
  ],
];

const JSON_TYPE = { headers: { "content-type": "application/json" } };

for (const [what, said, code] of BAD_KEYS) {
  Deno.test(`a key that ${what} is not opened`, async () => {
    await withLyingVault({ key: said! }, async (location, asked) => {
      await assertFails(code, openVaultSigner(location, RELEASE));
      assert.equal(asked.length, 1);
    });
  });
}

/** A lie about signatures: none is handed out. */
const BAD_SIGNATURES: readonly (readonly [what: string, said: Said["sign"]])[] = [
  ["signs another message", () => results({ signature: `vault:v1:${OTHER}` })],
  ["signs with another version", () => results({ signature: `vault:v2:${OTHER}` })],
  ["signs in base64url", () => results({ signature: `vault:v1:${OTHER.replaceAll("/", "_")}` })],
  ["signs nothing", () => results({})],
  ["signs too little", () => results({ signature: "vault:v1:AAAA" })],
  ["sends no results", () => results()],
  ["sends too many results", () => results({ signature: "a" }, { signature: "b" })],
  ["sends one signature", () => ({ data: { signature: `vault:v1:${OTHER}` } })],
  ["sends an empty answer", () => new Response()],
];

const OTHER = (await key.sign(new TextEncoder().encode("another"))).toBase64();

function results(...batch_results: readonly object[]): object {
  return { data: { batch_results } };
}

for (const [what, sign] of BAD_SIGNATURES) {
  Deno.test(`a Vault that ${what} has not signed`, async () => {
    await withLyingVault({ sign: sign! }, async (location) => {
      const signer = await openVaultSigner(location, RELEASE);
      await assertFails("signer_unavailable", signMessage(signer, MESSAGE));
      signer.close();
    });
  });
}

Deno.test("a redirect is not followed, so that no other machine sees the token", async () => {
  await withLyingVault({}, async (active, asked) => {
    const key = () => Response.redirect(`${active.url}/v1/team/transit/keys/release`, 307);
    await withLyingVault({ key }, async (standby) => {
      const { message, hint } = await assertFails(
        "signer_unavailable",
        openVaultSigner(standby, RELEASE),
      );
      assert.match(message, /it answers with a redirect, which is not followed$/);
      assert.equal(hint, "give the address of the active node in VAULT_ADDR");
      assert.equal(asked.length, 0);
    });
  });
});

Deno.test("where nobody listens, VAULT_ADDR and VAULT_CACERT are to be checked", async () => {
  const url = `http://127.0.0.1:${CLOSED_PORT}`;
  const location = { url, token: VAULT_TOKEN, namespace: null, caCert: null };
  const { message, hint } = await assertFails(
    "signer_unavailable",
    openVaultSigner(location, RELEASE),
  );
  assert.equal(message, `Cannot reach "${url}": nothing listens there`);
  assert.equal(hint, "check VAULT_ADDR and VAULT_CACERT, and that Vault runs there");
});

Deno.test("a Vault that does not finish its answer is given up", async () => {
  const key = () => new Response(new ReadableStream({ cancel: () => {} }), JSON_TYPE);
  await withLyingVault({ key }, async (location) => {
    const transport = vaultTransport(location, 50);
    const { message } = await assertFails("signer_unavailable", transport.send("a/keys/b"));
    assert.match(message, /it did not finish its answer within 0\.05 s$/);
    transport.close();
  });
});
