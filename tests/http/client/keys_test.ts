import assert from "node:assert/strict";
import { type KeyReference, referenceToId } from "../../../src/domain/key_reference.ts";
import { CHILD, ORG, PAGE, testKey } from "../../operations/kit.ts";
import { assertFails, json, KEY_ID, keyBody, trustedBody } from "../hostile_server.ts";
import { withHostile } from "../hostile_server.ts";

const [KEY, OTHER_KEY] = [await testKey(1), await testKey(2)];
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
  const damaged = keyBody(KEY, { ...MISMATCH, fault: "its seed is not 32 bytes" });
  const listed = { items: [damaged], total: 1 };
  await withHostile(
    ({ path }) => json(path.includes("lookup") ? damaged : listed),
    async ({ client }) => {
      const reference = { text: KEY_ID, orgId: null };
      const { items } = await client.keys.list({ orgId: ORG, includeRevoked: true, page: PAGE });
      assert.deepEqual(items.map(({ fault }) => fault), ["its seed is not 32 bytes"]);
      assert.equal((await client.keys.lookUp(reference)).fault, "its seed is not 32 bytes");
      const { message } = await assertFails("key_integrity", 5, client.keys.show(reference));
      assert.match(message, /its seed is not 32 bytes$/);
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

const LIES:
  readonly (readonly [what: string, dryRun: boolean, changes: object, message: RegExp])[] = [
    [
      "a dry run where a revocation was asked for",
      false,
      { dry_run: true },
      /says that it did a dry run$/,
    ],
    [
      "a revocation where a dry run was asked for",
      true,
      { dry_run: false },
      /says that it did a revocation$/,
    ],
    ["the revocation of another key", false, {}, /it is not the one that was asked for$/],
  ];

for (const [what, dryRun, changes, message] of LIES) {
  Deno.test(`a server that answers with ${what} is not believed`, async () => {
    const isOther = what.endsWith("another key");
    const impact = { still_trusted_by: [], stops_verifying: [], stops_verifying_cut_off: false };
    const rest = { ...impact, is_still_trusted: false, dry_run: dryRun, ...changes };
    const signing = keyBody(KEY, isOther ? { key_id: ORG } : {});
    const trusted = trustedBody(isOther ? OTHER_KEY : KEY);
    await withHostile(
      ({ path }) => json({ ...rest, key: path.includes("trusted") ? trusted : signing }),
      async ({ client }) => {
        const reference = { text: referenceToId(KEY_ID), orgId: null };
        const fingerprintPrefix = fingerprint.slice(0, 16);
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
