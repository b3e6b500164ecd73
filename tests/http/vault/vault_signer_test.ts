import assert from "node:assert/strict";
import { fingerprintOf } from "../../../src/domain/fingerprint.ts";
import type { ErrorCode } from "../../../src/errors.ts";
import { openVaultSigner } from "../../../src/http/vault/vault_signer.ts";
import { vaultTransport } from "../../../src/http/vault/vault_transport.ts";
import { signMessage } from "../../../src/operations/sign_message.ts";
import { CLOSED_PORT } from "../../testkit/closed_port.ts";
import { recordedPatience } from "../recorded_patience.ts";
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

Deno.test("four hundred messages take one request, of no more strings than OpenBao takes", async () => {
  await withLyingVault({}, async (location, asked) => {
    const signer = await openVaultSigner(location, RELEASE);
    const all = messages(1000);
    const signatures = await Promise.all(all.map((message) => signMessage(signer, message)));
    signer.close();
    assert.equal(signatures.length, 1000);
    const sizes = asked.slice(1).map(({ body }) => body.batch_input.length);
    assert.deepEqual(sizes, [400, 400, 200]);
    assert.ok(Math.max(...asked.slice(1).map(({ body }) => stringsOf(body))) <= 1000);
  });
});

/** How many strings a document has, in keys and values. */
function stringsOf(document: unknown): number {
  if (typeof document === "string") return 1;
  if (typeof document !== "object" || document === null) return 0;
  const keys = Array.isArray(document) ? 0 : Object.keys(document).length;
  return Object.values(document).reduce((sum, value) => sum + stringsOf(value), keys);
}

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

const NOT_OF_TRANSIT = "its answer is not about a key of transit";

const JSON_TYPE = { headers: { "content-type": "application/json" } };

/** Almost as many as an answer may have parts. */
const MANY_FAULTS = Array(190_000).fill(0);

function refusal(status: number, errors: readonly unknown[]): Response {
  return Response.json({ errors }, { status });
}

/** What Vault says of a key that is not opened, the code for it, and what the message ends in. */
const BAD_KEYS: readonly (readonly [
  what: string,
  said: Said["key"],
  code: ErrorCode,
  state: string,
])[] = [
  [
    "is of another type",
    () => keyAnswer({ type: "rsa-2048" }),
    "invalid_key",
    "it is no Ed25519 key",
  ],
  [
    "is derived",
    () => keyAnswer({ derived: true }),
    "invalid_key",
    "it is derived anew for each context",
  ],
  [
    "has no such version",
    () => keyAnswer({ latest_version: 2 }),
    "key_not_found",
    "Vault has no version 2 of it, or no longer",
  ],
  [
    "has no versions",
    () => keyAnswer({ keys: {} }),
    "key_not_found",
    "Vault has no version 1 of it, or no longer",
  ],
  [
    "is a time",
    () => keyAnswer({ keys: { 1: 1_700_000_000 } }),
    "key_not_found",
    "Vault has no version 1 of it, or no longer",
  ],
  [
    "has too many versions",
    () => keyAnswer({ latest_version: 2e5, keys: MANY }),
    "key_not_found",
    "Vault has no version 200000 of it, or no longer",
  ],
  [
    "signs with later ones",
    () => keyAnswer({ min_encryption_version: 2 }),
    "signer_refused",
    "Vault signs with its version 2 and later alone",
  ],
  [
    "is of small order",
    () => keyAnswer({ keys: { 1: { public_key: new Uint8Array(32).toBase64() } } }),
    "signer_unavailable",
    "its public key is no sound one of Ed25519",
  ],
  [
    "is too short",
    () => keyAnswer({ keys: { 1: { public_key: "AAAA" } } }),
    "signer_unavailable",
    "its public key is no sound one of Ed25519",
  ],
  [
    "is not in base64",
    () => keyAnswer({ keys: { 1: { public_key: `${key.publicKey.toBase64()}\n` } } }),
    "signer_unavailable",
    "its public key is not in base64",
  ],
  ["is not there", () => refusal(404, []), "key_not_found", "Vault has no such key"],
  [
    "is of an engine that is not mounted",
    () => refusal(404, ["no handler for route"]),
    "key_not_found",
    "Vault says no handler for route",
  ],
  [
    "is denied",
    () => refusal(403, ["permission denied"]),
    "signer_refused",
    "Vault says permission denied",
  ],
  [
    "is denied with the token",
    () => refusal(403, [`bad token ${VAULT_TOKEN}`]),
    "signer_refused",
    "Vault says bad token …",
  ],
  [
    "is sealed",
    () => refusal(503, ["Vault is sealed"]),
    "signer_unavailable",
    "Vault says Vault is sealed",
  ],
  [
    "is a page",
    () => new Response("<html>", { status: 502 }),
    "signer_unavailable",
    "it answers with status 502, and not as Vault does",
  ],
  [
    "is a page with 403",
    () => new Response("<html>", { status: 403 }),
    "signer_unavailable",
    "it answers with status 403, and not as Vault does",
  ],
  [
    "is refused with many faults",
    () => refusal(400, MANY_FAULTS),
    "signer_unavailable",
    "it answers with status 400, and not as Vault does",
  ],
  ["is another document", () => ({ items: [] }), "signer_unavailable", NOT_OF_TRANSIT],
  [
    "is deep",
    () => new Response("[".repeat(1e6), JSON_TYPE),
    "signer_unavailable",
    NOT_OF_TRANSIT,
  ],
  [
    "is over 4 MiB",
    () => new Response(new Uint8Array(5 * 1024 * 1024), JSON_TYPE),
    "signer_unavailable",
    "its answer is over 4 MiB",
  ],
];

for (const [what, said, code, state] of BAD_KEYS) {
  Deno.test(`a key that ${what} is not opened`, async () => {
    await withLyingVault({ key: said! }, async (location, asked) => {
      const { patience } = recordedPatience();
      const opening = openVaultSigner(location, RELEASE, patience);
      const { message } = await assertFails(code, opening);
      assert.ok(message.endsWith(`: ${state}`), message);
      assert.ok(asked.every(({ method }) => method === "GET"));
    });
  });
}

/** The signature that is asked for, and one of another message. */
const [GOOD, OTHER] = await Promise.all(
  [MESSAGE, new TextEncoder().encode("another")].map(async (message) =>
    (await key.sign(message)).toBase64()
  ),
) as [string, string];

const NOT_BY_IT = "the vault answered with what is no signature by it";
const NO_SIGNATURE = "its answer has no signature";
const NOT_FOR_EACH = "its answer does not have a signature for each message";

/** A lie about signatures, and what is said of it: none is handed out. */
const BAD_SIGNATURES: readonly (readonly [what: string, said: Said["sign"], state: string])[] = [
  ["signs another message", () => results({ signature: `vault:v1:${OTHER}` }), NOT_BY_IT],
  ["signs too little", () => results({ signature: "vault:v1:AAAA" }), NOT_BY_IT],
  [
    "signs with another version",
    () => results({ signature: `vault:v2:${GOOD}` }),
    "it signed with another version of the key",
  ],
  [
    "signs in base64url",
    () => results({ signature: `vault:v1:${GOOD.replaceAll("+", "-").replaceAll("/", "_")}` }),
    NO_SIGNATURE,
  ],
  ["signs in bare base64", () => results({ signature: GOOD }), NO_SIGNATURE],
  ["signs nothing", () => results({}), NO_SIGNATURE],
  ["sends no results", () => results(), NOT_FOR_EACH],
  [
    "sends too many results",
    () => results({ signature: `vault:v1:${GOOD}` }, { signature: `vault:v1:${GOOD}` }),
    NOT_FOR_EACH,
  ],
  ["sends one signature", () => ({ data: { signature: `vault:v1:${GOOD}` } }), NOT_FOR_EACH],
  ["sends an empty answer", () => new Response(), NOT_FOR_EACH],
  ["sends many faults", () => ({ data: { batch_results: MANY_FAULTS } }), NOT_FOR_EACH],
];

function results(...batch_results: readonly object[]): object {
  return { data: { batch_results } };
}

for (const [what, sign, state] of BAD_SIGNATURES) {
  Deno.test(`a Vault that ${what} has not signed`, async () => {
    await withLyingVault({ sign: sign! }, async (location) => {
      const signer = await openVaultSigner(location, RELEASE);
      const { message } = await assertFails("signer_unavailable", signMessage(signer, MESSAGE));
      signer.close();
      assert.ok(message.endsWith(`: ${state}`), message);
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

Deno.test("where nobody listens, VAULT_ADDR is to be checked", async () => {
  const url = `http://127.0.0.1:${CLOSED_PORT}`;
  const location = { url, token: VAULT_TOKEN, namespace: null, caCert: null };
  const { message, hint } = await assertFails(
    "signer_unavailable",
    openVaultSigner(location, RELEASE, recordedPatience().patience),
  );
  assert.equal(message, `Cannot reach "${url}": nothing listens there`);
  assert.equal(hint, "check VAULT_ADDR, and that Vault runs there");
});

Deno.test("a Vault that does not finish its answer is given up", async () => {
  const key = () => new Response(new ReadableStream({ cancel: () => {} }), JSON_TYPE);
  await withLyingVault({ key }, async (location, asked) => {
    const transport = vaultTransport(location, recordedPatience(undefined, 2000).patience);
    const answer = transport.send({ action: "open the key", path: "a/keys/b" });
    const { message } = await assertFails("signer_unavailable", answer);
    assert.equal(asked.length, 1);
    assert.match(message, /it did not finish its answer within 2 s$/);
    transport.close();
  });
});
