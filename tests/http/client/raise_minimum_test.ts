import assert from "node:assert/strict";
import type { VersionedPackage } from "../../../src/contract/packages.ts";
import { isRefused } from "../../../src/domain/minimum_version.ts";
import { PACKAGES } from "../../../src/contract/packages.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import { ORG, signed, TEST_KEYS, testHash } from "../../operations/kit.ts";
import { assertFails, json, type Seen, withHostile } from "../hostile_server.ts";

const [KEY] = TEST_KEYS;

async function versioned(version: string, padding = 0): Promise<VersionedPackage> {
  const json = JSON.stringify({ padding: "p".repeat(padding) });
  const predicate = padding === 0 ? null : { type: "https://example.com/p", json };
  const terms = { claims: { name: "pkg", version }, expires: null, predicate };
  const hash = testHash(Number(version.split(".")[0]) % 256);
  return {
    name: `"${version}.so"`,
    signature: await signStating(KEY.signer, { hash, terms }, () => new Date(0)),
  };
}

type SentSignature = {
  readonly package_hash: string;
  readonly statement?: { readonly payload: string };
};

function signaturesOf({ body }: Seen): readonly SentSignature[] {
  return JSON.parse(body).signatures;
}

function versionOf({ statement }: SentSignature): string {
  const { subject: [{ annotations }], predicate } = JSON.parse(atob(statement!.payload));
  return (annotations ?? predicate).claims.version;
}

/** The answer of a server that accepts everything. */
function accepting(seen: Seen) {
  const items = signaturesOf(seen).map((one) => ({
    accepted: true,
    package_hash: one.package_hash,
    key_fingerprint: KEY.publicKey.fingerprint,
    package_name: "pkg",
    package_version: versionOf(one),
  }));
  return json({ items, total: items.length });
}

Deno.test("what does not fit into one request is sent in several, with the oldest version first", async () => {
  const sizes = Array.from({ length: 52 }, (_, index) => index * 5 % 52 + 1);
  const packages = await Promise.all(sizes.map((major) => versioned(`${major}.0.0`, 30_000)));
  await withHostile(accepting, async ({ client, seen }) => {
    const verdicts = await client.package.raiseMinimum({ orgId: ORG, packages });
    assert.deepEqual(
      verdicts.map((one) => isRefused(one) ? one.code : one.version),
      sizes.map((major) => `${major}.0.0`),
    );
    const sent = seen.map((one) => signaturesOf(one).map(versionOf));
    const inOrder = sizes.toSorted((one, other) => one - other).map((major) => `${major}.0.0`);
    assert.deepEqual(sent.flat(), inOrder);
    assert.ok(seen.every(({ body }) => body.length <= PACKAGES.raiseMinimum.maxBytes));
    assert.deepEqual(sent.map(({ length }) => length), [51, 1]);
  });
});

Deno.test("the claims of 1,000 packages fit into one request, which the server takes in one transaction", async () => {
  const packages = Array<VersionedPackage>(1000).fill(await versioned("1.0.0"));
  await withHostile(accepting, async ({ client, seen }) => {
    const verdicts = await client.package.raiseMinimum({ orgId: ORG, packages });
    assert.deepEqual([verdicts.length, seen.length], [1000, 1]);
  });
});

Deno.test("what has no version is sent too: the server refuses it", async () => {
  const bare = { name: '"bare"', signature: await signed(KEY, testHash(1)) };
  const error = `Cannot verify package ${testHash(1)}: its signature has no statement`;
  const refusal = {
    accepted: false,
    package_hash: testHash(1),
    error,
    code: "claim_mismatch",
    hint: "look",
  };
  await withHostile(() => json({ items: [refusal], total: 1 }), async ({ client }) => {
    assert.deepEqual(await client.package.raiseMinimum({ orgId: ORG, packages: [bare] }), [{
      packageHash: testHash(1),
      code: "claim_mismatch",
      message: 'Cannot verify "bare": its signature has no statement (look)',
      hint: null,
    }]);
  });
});

Deno.test("a server that accepts another version, package or signer, or leaves one out, is not believed", async () => {
  const [one, other] = [await versioned("1.0.0"), await versioned("2.0.0")];
  const good = {
    accepted: true,
    package_hash: one.signature.packageHash,
    key_fingerprint: KEY.publicKey.fingerprint,
    package_name: "pkg",
    package_version: "1.0.0",
  };
  const lies = [
    [{ ...good, package_version: "1.0.1" }],
    [{ ...good, package_name: "other" }],
    [{ ...good, package_hash: other.signature.packageHash }],
    [{ ...good, key_fingerprint: "0".repeat(64) }],
    [],
  ];
  for (const items of lies) {
    await withHostile(() => json({ items, total: items.length }), async ({ client }) => {
      const work = client.package.raiseMinimum({ orgId: ORG, packages: [one] });
      const { message } = await assertFails("invalid_signature", 12, work);
      assert.equal(message, 'Cannot verify "1.0.0.so": the server compared another version');
    });
  }
});

Deno.test("what a server says in its own words is marked as the server's, and cut where it does not end", async () => {
  const one = await versioned("1.0.0");
  const start = 'Cannot verify "1.0.0.so": the server says ';
  const long = "n".repeat(1_000_000);
  const cases = [
    [{ error: "no", hint: null }, `${start}no`],
    [{ error: long, hint: null }, `${start}${long}`.slice(0, 4096)],
    [{ error: "Cannot go on", hint: long }, `Cannot go on (${long}`.slice(0, 4096)],
  ] as const;
  for (const [said, message] of cases) {
    const { packageHash: package_hash } = one.signature;
    const refusal = { accepted: false, package_hash, code: "version_rolled_back", ...said };
    await withHostile(() => json({ items: [refusal], total: 1 }), async ({ client }) => {
      const [verdict] = await client.package.raiseMinimum({ orgId: ORG, packages: [one] });
      assert.equal(isRefused(verdict!) && verdict.message, message);
    });
  }
});
