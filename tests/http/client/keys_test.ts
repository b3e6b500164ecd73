import assert from "node:assert/strict";
import { type KeyReference, referenceToId } from "../../../src/domain/key_reference.ts";
import type { Operations } from "../../../src/operations/operations.ts";
import { CHILD, ORG, PAGE, TEST_KEYS } from "../../operations/kit.ts";
import { assertFails, json, KEY_ID, keyBody, trustedBody } from "../hostile_server.ts";
import { withHostile } from "../hostile_server.ts";

type Keys = Operations["keys"];

const [KEY, OTHER_KEY] = TEST_KEYS;
const { fingerprint } = KEY.publicKey;
const MISMATCH = { fingerprint: OTHER_KEY.publicKey.fingerprint };

const MEANT: readonly (readonly [what: string, reference: KeyReference])[] = [
  ["its id", { text: KEY_ID, orgId: null }],
  ["its id in upper case", { text: KEY_ID.toUpperCase(), orgId: ORG }],
  ["its name", { text: "release-key", orgId: ORG }],
  ["how its id begins", { text: "dddddddd-0000", orgId: null }],
  ["how its fingerprint begins", { text: fingerprint.slice(0, 8), orgId: null }],
  ["its fingerprint", { text: fingerprint.toUpperCase(), orgId: null }],
];

for (const [what, reference] of MEANT) {
  Deno.test(`a key is found by ${what}`, async () => {
    await withHostile(() => json(keyBody(KEY)), async ({ client, seen }) => {
      const key = await client.keys.show(reference);
      assert.deepEqual([key.id, key.publicKey], [KEY_ID, KEY.publicKey]);
      const query = new URLSearchParams({ reference: reference.text });
      if (reference.orgId !== null) query.set("org_id", reference.orgId);
      assert.deepEqual(seen.map(({ path }) => path), [`/v1/signing-keys/lookup?${query}`]);
    });
  });
}

const NOT_MEANT: readonly (readonly [what: string, reference: KeyReference])[] = [
  ["by another id", { text: ORG, orgId: null }],
  ["by another name", { text: "Release-key", orgId: ORG }],
  ["by another fingerprint", { text: OTHER_KEY.publicKey.fingerprint, orgId: null }],
  ["of another organisation", { text: KEY_ID, orgId: CHILD }],
];

for (const [what, reference] of NOT_MEANT) {
  Deno.test(`a key that was asked for ${what} is not the one that is meant`, async () => {
    await withHostile(() => json(keyBody(KEY)), async ({ client }) => {
      for (const find of [client.keys.show, client.keys.lookUp]) {
        const { message } = await assertFails("key_integrity", 5, find(reference));
        assert.equal(
          message,
          `Cannot accept the key ${fingerprint} from the server: it is not the one that was asked for`,
        );
      }
    });
  });
}

Deno.test("a key whose fingerprint is not that of its public key is used nowhere", async () => {
  await withHostile(({ method, path }) => {
    const [key, trusted] = [keyBody(KEY, MISMATCH), trustedBody(KEY, MISMATCH)];
    if (method === "POST") return json(path === "/v1/trusted-keys" ? trusted : key);
    if (path.includes("lookup")) return json(key);
    return json({ items: [path.includes("trusted") ? trusted : key], total: 1 });
  }, async ({ client }) => {
    const everything = { orgId: ORG, includeRevoked: true, page: PAGE };
    for (
      const work of [
        () => client.keys.generate({ orgId: ORG, name: "release-key", trust: false }),
        () => client.keys.list(everything),
        () => client.keys.lookUp({ text: KEY_ID, orgId: null }),
        () => client.keys.show({ text: KEY_ID, orgId: null }),
        () => client.keys.trust({ orgId: ORG, publicKey: KEY.publicKey, name: null }),
        () => client.keys.trusted.list(everything),
      ]
    ) {
      const { message } = await assertFails("key_integrity", 5, work());
      assert.equal(
        message,
        `Cannot accept the key ${MISMATCH.fingerprint} from the server: its public key has another fingerprint`,
      );
    }
  });
});

Deno.test("a server that trusted another key than it was given is not believed", async () => {
  await withHostile(() => json(trustedBody(OTHER_KEY)), async ({ client }) => {
    const work = client.keys.trust({ orgId: ORG, publicKey: KEY.publicKey, name: null });
    await assertFails("key_integrity", 5, work);
  });
});

Deno.test("a key that the server calls damaged is listed and looked up, and never shown as sound", async () => {
  const damaged = keyBody(KEY, { ...MISMATCH, fault: "its private key is not 32 bytes" });
  const listed = { items: [damaged], total: 1 };
  await withHostile(
    ({ path }) => json(path.includes("lookup") ? damaged : listed),
    async ({ client }) => {
      const reference = { text: KEY_ID, orgId: null };
      const { items } = await client.keys.list({ orgId: ORG, includeRevoked: true, page: PAGE });
      assert.deepEqual(items.map(({ fault }) => fault), ["its private key is not 32 bytes"]);
      assert.equal((await client.keys.lookUp(reference)).fault, "its private key is not 32 bytes");
      const { message } = await assertFails("key_integrity", 5, client.keys.show(reference));
      assert.match(message, /its private key is not 32 bytes$/);
    },
  );
});

Deno.test("what would need a private key to travel is refused before anything is sent", async () => {
  await withHostile(() => json({}), async ({ client, seen }) => {
    const seed = new Uint8Array(32).fill(7);
    const importing = client.keys.import({ orgId: ORG, name: "k", seed, trust: false });
    assert.equal(
      (await assertFails("invalid_request", 1, importing)).message,
      "Cannot import a private key through the API: private keys stay where they are",
    );
    const exporting = client.keys.exportPrivate({ text: KEY_ID, orgId: null });
    assert.equal(
      (await assertFails("invalid_request", 1, exporting)).message,
      "Cannot export a private key through the API: private keys stay where they are",
    );
    assert.deepEqual(seen, []);
  });
});

Deno.test("a fingerprint that is none is refused before anything is sent", async () => {
  await withHostile(() => json({}), async ({ client, seen }) => {
    for (const fingerprintPrefix of ["../../tokens", "abc", "release-key", "a".repeat(65)]) {
      const request = { orgId: ORG, fingerprintPrefix, dryRun: true };
      await assertFails("invalid_request", 1, client.keys.trusted.revoke(request));
    }
    assert.deepEqual(seen, []);
  });
});

const REVOKED_AT = "2026-01-28T13:00:00Z";

const LIES: readonly Readonly<{
  what: string;
  dryRun: boolean;
  answer?: object;
  signing?: object;
  trusted?: object;
  message: RegExp;
}>[] = [
  {
    what: "a dry run where a revocation was asked for",
    dryRun: false,
    answer: { dry_run: true },
    message: /says that it did a dry run$/,
  },
  {
    what: "a revocation where a dry run was asked for",
    dryRun: true,
    answer: { dry_run: false },
    message: /says that it did a revocation$/,
  },
  {
    what: "a key that is not revoked",
    dryRun: false,
    signing: { revoked_at: null },
    trusted: { revoked_at: null },
    message: /says that it is not revoked$/,
  },
  {
    what: "the revocation of another key",
    dryRun: false,
    signing: { key_id: ORG },
    trusted: {
      public_key: OTHER_KEY.publicKey.bytes.toBase64(),
      fingerprint: OTHER_KEY.publicKey.fingerprint,
    },
    message: /it is not the one that was asked for$/,
  },
  {
    what: "the revocation of another organisation's key",
    dryRun: false,
    signing: { org_id: CHILD },
    trusted: { trusted_by: CHILD },
    message: /it is not the one that was asked for$/,
  },
];

const IMPACT = { still_trusted_by: [], stops_verifying: [], stops_verifying_cut_off: false };

for (const { what, dryRun, answer, signing, trusted, message } of LIES) {
  Deno.test(`a server that answers with ${what} is not believed`, async () => {
    const rest = { ...IMPACT, is_still_trusted: false, dry_run: dryRun, ...answer };
    const keys = {
      signing: keyBody(KEY, { revoked_at: REVOKED_AT, ...signing }),
      trusted: trustedBody(KEY, { revoked_at: REVOKED_AT, ...trusted }),
    };
    await withHostile(
      ({ path }) => json({ ...rest, key: path.includes("trusted") ? keys.trusted : keys.signing }),
      async ({ client }) => {
        const reference = { text: referenceToId(KEY_ID), orgId: ORG };
        const fingerprintPrefix = fingerprint.slice(0, 16);
        const isOther = message.source.includes("asked for$");
        for (
          const revoked of [
            client.keys.revoke({ reference, andTrust: false, dryRun }),
            client.keys.trusted.revoke({ orgId: ORG, fingerprintPrefix, dryRun }),
          ]
        ) {
          const code = isOther ? "key_integrity" : "store_unavailable";
          assert.match((await assertFails(code, isOther ? 5 : 2, revoked)).message, message);
        }
      },
    );
  });
}

const ROTATED = {
  old_key: keyBody(KEY, { revoked_at: REVOKED_AT }),
  new_key: keyBody(OTHER_KEY, { name: "next" }),
  old_is_trusted: true,
};

const NOT_DONE:
  readonly (readonly [what: string, answer: object, ask: (keys: Keys) => Promise<unknown>])[] = [
    ["a key of another name", keyBody(KEY, { name: "other" }), generate],
    ["a key of another organisation", keyBody(KEY, { org_id: CHILD }), generate],
    ["a key that is revoked", keyBody(KEY, { revoked_at: REVOKED_AT }), generate],
    ["another old key", { ...ROTATED, old_key: keyBody(KEY, { key_id: ORG }) }, rotate],
    ["a new key of another name", { ...ROTATED, new_key: keyBody(OTHER_KEY) }, rotate],
    ["a new key that does not match", { ...ROTATED, new_key: keyBody(KEY, MISMATCH) }, rotate],
    ["trust in another key", trustedBody(OTHER_KEY), trust],
    ["the trust of another organisation", trustedBody(KEY, { trusted_by: CHILD }), trust],
    ["a key that it does not trust", trustedBody(KEY, { is_trusted: false }), trust],
    ["another trusted key", trustedBody(OTHER_KEY, { name: "other" }), lookUpTrusted],
    [
      "a key that another organisation trusts",
      trustedBody(KEY, { trusted_by: CHILD }),
      lookUpTrusted,
    ],
    ["a trusted key that is revoked", trustedBody(KEY, { revoked_at: REVOKED_AT }), lookUpTrusted],
    ["a list with another organisation's key", {
      items: [keyBody(KEY, { org_id: CHILD })],
      total: 1,
    }, list],
  ];

for (const [what, answer, ask] of NOT_DONE) {
  Deno.test(`a server whose answer is ${what} is not believed`, async () => {
    await withHostile(() => json(answer), async ({ client }) => {
      const { message } = await assertFails("key_integrity", 5, ask(client.keys));
      assert.match(message, /^Cannot accept the key [0-9a-f]{64} from the server: /);
    });
  });
}

function generate(keys: Keys) {
  return keys.generate({ orgId: ORG, name: "release-key", trust: false });
}

function rotate(keys: Keys) {
  return keys.rotate({ reference: { text: referenceToId(KEY_ID), orgId: ORG }, name: "next" });
}

function trust(keys: Keys) {
  return keys.trust({ orgId: ORG, publicKey: KEY.publicKey, name: null });
}

function lookUpTrusted(keys: Keys) {
  return keys.trusted.lookUp({ orgId: ORG, text: "release-key" });
}

function list(keys: Keys) {
  return keys.list({ orgId: ORG, includeRevoked: true, page: PAGE });
}

Deno.test("what a server has done as it was asked is believed", async () => {
  const answers = new Map<(keys: Keys) => Promise<unknown>, object>([
    [generate, keyBody(KEY)],
    [rotate, ROTATED],
    [trust, trustedBody(KEY)],
    [lookUpTrusted, trustedBody(KEY)],
    [list, { items: [keyBody(KEY)], total: 1 }],
  ]);
  for (const [ask, answer] of answers) {
    await withHostile(() => json(answer), async ({ client }) => {
      assert.ok(await ask(client.keys));
    });
  }
});
