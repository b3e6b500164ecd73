import assert from "node:assert/strict";
import type { ApiTokenId, ApiTokenInfo } from "../../src/domain/api_token.ts";
import type { KeyId, OrgId } from "../../src/domain/ids.ts";
import { CloacinaError } from "../../src/errors.ts";
import { localOperations } from "../../src/operations/local.ts";
import type { Operations } from "../../src/operations/operations.ts";
import type { LocalParts } from "../../src/operations/parts.ts";
import { restrictedOperations } from "../../src/operations/restricted.ts";
import { CHILD, ORG, PAGE, testHash, testKey } from "./kit.ts";

const { publicKey, seed } = await testKey(1);
const [KEY, OTHER_KEY] = [crypto.randomUUID(), crypto.randomUUID()] as string[] as [KeyId, KeyId];
const TOKEN = crypto.randomUUID() as string as ApiTokenId;
const OWN = { orgId: ORG, keyIds: null } as const;

type Restriction = Pick<ApiTokenInfo, "orgId" | "keyIds">;
type Call = (operations: Operations, orgId: OrgId) => Promise<unknown>;

/** Calls that name an organisation, and pass where it is the own one. */
const NAMED: Readonly<Record<string, Call>> = {
  "keys.generate": ({ keys }, orgId) => keys.generate({ orgId, name: "n", trust: true }),
  "keys.import": ({ keys }, orgId) => keys.import({ orgId, name: "n", seed, trust: false }),
  "keys.list": ({ keys }, orgId) => keys.list({ orgId, includeRevoked: true, page: PAGE }),
  "keys.trust": ({ keys }, orgId) => keys.trust({ orgId, publicKey, name: "n" }),
  "keys.trusted.list": ({ keys: { trusted } }, orgId) =>
    trusted.list({ orgId, includeRevoked: true, page: PAGE }),
  "keys.trusted.lookUp": ({ keys: { trusted } }, orgId) => trusted.lookUp({ orgId, text: "n" }),
  "keys.trusted.revoke": ({ keys: { trusted } }, orgId) =>
    trusted.revoke({ orgId, fingerprintPrefix: "abcdef01", dryRun: true }),
  "orgs.listTrust": ({ orgs }, orgId) => orgs.listTrust({ orgId, page: PAGE }),
  "orgs.listMinimums": ({ orgs }, orgId) => orgs.listMinimums({ orgId, page: PAGE }),
  "orgs.removeMinimum": ({ orgs }, orgId) => orgs.removeMinimum({ orgId, name: "n" }),
  "package.raiseMinimum": ({ package: packages }, orgId) =>
    packages.raiseMinimum({ orgId, packages: [] }),
  "package.verify": ({ package: packages }, orgId) =>
    packages.verify({ orgId, name: "n", hash: testHash(1), signature: null }),
  "signatures.blocking": ({ signatures }, orgId) =>
    signatures.blocking({ orgId, hashes: [testHash(1)] }),
  "signatures.import": ({ signatures }, orgId) => signatures.import({ orgId, signatures: [] }),
  "tokens.create": ({ tokens }, orgId) =>
    tokens.create({ orgId, name: "n", role: "read", keyIds: null, expiresAt: null }),
};

/** Calls that may leave the organisation open: then the own one is meant. */
const OPEN: Readonly<Record<string, (...at: [Operations, OrgId | null]) => Promise<unknown>>> = {
  "keys.lookUp": ({ keys }, orgId) => keys.lookUp({ text: "k", orgId }),
  "keys.show": ({ keys }, orgId) => keys.show({ text: "k", orgId }),
  "keys.isKnown": ({ keys }, orgId) => keys.isKnown({ orgId, fingerprint: publicKey.fingerprint }),
  "keys.exportPrivate": ({ keys }, orgId) => keys.exportPrivate({ text: "k", orgId }),
  "keys.rotate": ({ keys }, orgId) => keys.rotate({ reference: { text: "k", orgId }, name: "n" }),
  "keys.revoke": ({ keys }, orgId) =>
    keys.revoke({ reference: { text: "k", orgId }, andTrust: true, dryRun: true }),
  "package.sign": ({ package: packages }, orgId) =>
    packages.sign({ reference: { text: "k", orgId }, hashes: [testHash(1)], store: true }),
  "signatures.list": ({ signatures }, orgId) => signatures.list({ orgId, hash: null, page: PAGE }),
  "signatures.signers": ({ signatures }, orgId) =>
    signatures.signers({ orgId, hashes: [testHash(1)] }),
  "signatures.remove": ({ signatures }, orgId) =>
    signatures.remove({ orgId, choice: { id: KEY }, force: false, dryRun: true }),
  "tokens.list": ({ tokens }, orgId) => tokens.list({ orgId, includeRevoked: true, page: PAGE }),
  "tokens.revoke": ({ tokens }, orgId) => tokens.revoke({ id: TOKEN, orgId }),
};

/** Calls that need a token for all organisations, whatever they name. */
const REFUSED: Readonly<Record<string, Call>> = {
  "orgs.list": ({ orgs }) => orgs.list({ page: PAGE }),
  "orgs.grantTrust": ({ orgs }, orgId) => orgs.grantTrust({ parent: orgId, child: CHILD }),
  "orgs.revokeTrust": ({ orgs }, orgId) => orgs.revokeTrust({ parent: orgId, child: CHILD }),
  "package.preflight": ({ package: packages }, orgId) =>
    packages.preflight({ orgId, hash: testHash(1) }),
};

/** Operations that write down what reaches them, and answer with it. */
interface Recorder {
  readonly operations: Operations;
  readonly calls: { readonly path: string; readonly request: unknown }[];
}

/** Every method that there is stands in for itself. A key is whatever it is asked for by. */
function recorder(): Recorder {
  const calls: Recorder["calls"] = [];
  const record = (path: string) => (request: unknown) => {
    const isReference = path === "keys.lookUp";
    const call = { path, request, ...(isReference && { id: KEY, orgId: ORG }) };
    calls.push(call);
    return Promise.resolve(call);
  };
  return { calls, operations: mapMethods(localOperations({} as LocalParts), record) as Operations };
}

function mapMethods(group: object, map: (path: string) => unknown, prefix = ""): unknown {
  const mapped = Object.entries(group).map(([name, member]) => {
    const path = `${prefix}${name}`;
    return [name, typeof member === "object" ? mapMethods(member, map, `${path}.`) : map(path)];
  });
  return Object.fromEntries(mapped);
}

/** What reaches the operations below, and that the answer comes back as it is. */
async function passed(
  restriction: Restriction,
  call: (operations: Operations) => Promise<unknown>,
): Promise<Recorder["calls"]> {
  const { operations, calls } = recorder();
  const answer = await call(restrictedOperations(operations, restriction));
  assert.equal(answer, calls.at(-1));
  return calls.map(({ path, request }) => ({ path, request }));
}

/** The call is refused, and nothing reaches the operations below but what is allowed to. */
async function refused(
  restriction: Restriction,
  call: (operations: Operations) => Promise<unknown>,
  allowed: readonly string[] = [],
): Promise<string> {
  const { operations, calls } = recorder();
  const error = await call(restrictedOperations(operations, restriction)).then(
    () => assert.fail("it was done"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof CloacinaError, String(error));
  assert.equal(error.code, "insufficient_permissions");
  assert.deepEqual(calls.map(({ path }) => path), allowed);
  return error.message;
}

Deno.test("the tables of these tests have every method, each of them once", () => {
  const paths: string[] = [];
  mapMethods(localOperations({} as LocalParts), (path) => paths.push(path));
  const tabled = [...Object.keys(NAMED), ...Object.keys(OPEN), ...Object.keys(REFUSED)];
  assert.deepEqual(tabled.toSorted(), paths.toSorted());
});

Deno.test("a token for all organisations and keys passes everything on as it is", () => {
  const { operations } = recorder();
  assert.equal(restrictedOperations(operations, { orgId: null, keyIds: null }), operations);
});

for (const [path, call] of Object.entries(NAMED)) {
  Deno.test(`${path} passes for the own organisation, and no other reaches it`, async () => {
    const bare = recorder();
    await call(bare.operations, ORG);
    assert.deepEqual(await passed(OWN, (operations) => call(operations, ORG)), bare.calls);
    const message = await refused(OWN, (operations) => call(operations, CHILD));
    const expected = `Cannot act for organisation ${CHILD}: the token is for another organisation`;
    assert.equal(message, expected);
  });
}

for (const [path, call] of Object.entries(OPEN)) {
  Deno.test(`${path} means the own organisation, named or not, and no other reaches it`, async () => {
    const bare = recorder();
    await call(bare.operations, ORG);
    const expected = bare.calls.map(({ request }) => ({ path, request }));
    for (const orgId of [ORG, null]) {
      assert.deepEqual(await passed(OWN, (operations) => call(operations, orgId)), expected);
    }
    await refused(OWN, (operations) => call(operations, CHILD));
  });
}

for (const [path, call] of Object.entries(REFUSED)) {
  Deno.test(`${path} needs a token for all organisations`, async () => {
    for (const orgId of [ORG, CHILD]) {
      const message = await refused(OWN, (operations) => call(operations, orgId));
      const state = "it takes a token for all organisations";
      assert.ok(message.endsWith(`: ${state}`), message);
    }
    const all = { orgId: null, keyIds: [KEY] };
    const [reached] = await passed(all, (operations) => call(operations, CHILD));
    assert.equal(reached?.path, path);
  });
}

Deno.test("a token of one organisation makes no token for all of them", async () => {
  const request = { orgId: null, name: "n", role: "admin", keyIds: null, expiresAt: null } as const;
  const message = await refused(OWN, ({ tokens }) => tokens.create(request));
  const expected = "Cannot act for all organisations: the token is for one";
  assert.equal(message, expected);
});

Deno.test("a token with signing keys signs with them, however they are meant", async () => {
  for (const orgId of [ORG, null]) {
    const sign = { reference: { text: "k", orgId }, hashes: [testHash(1)], store: true };
    const calls = await passed(
      { orgId, keyIds: [OTHER_KEY, KEY] },
      (operations) => operations.package.sign(sign),
    );
    assert.deepEqual(calls, [
      { path: "keys.lookUp", request: sign.reference },
      { path: "package.sign", request: { ...sign, reference: { text: `id:${KEY}`, orgId: ORG } } },
    ]);
  }
});

Deno.test("a token with signing keys signs with no other, and stores no signature from elsewhere", async () => {
  const { "package.sign": sign } = OPEN;
  const { "signatures.import": bringIn } = NAMED;
  for (const orgId of [ORG, null]) {
    for (const keyIds of [[OTHER_KEY], []]) {
      const restriction = { orgId, keyIds };
      await refused(restriction, (operations) => sign!(operations, ORG), ["keys.lookUp"]);
      await refused(restriction, (operations) => bringIn!(operations, ORG));
    }
  }
});

Deno.test("a key whose row is damaged is none of the token's if the row has no ID, and is not named", async () => {
  const { operations } = recorder();
  const damaged = { fault: "its ID is not a UUID", intact: { orgId: ORG } };
  const keys = { ...operations.keys, lookUp: () => Promise.resolve(damaged) };
  const restricted = restrictedOperations({ ...operations, keys }, { orgId: ORG, keyIds: [KEY] });
  await assert.rejects(OPEN["package.sign"]!(restricted, ORG), {
    code: "insufficient_permissions",
    message: "Cannot sign with a key whose row is damaged: the token is limited to other keys",
  });
});

Deno.test("a token with signing keys does besides what one without them does", async () => {
  const { "package.sign": _sign, ...open } = OPEN;
  const { "signatures.import": _import, ...named } = NAMED;
  for (const [path, call] of Object.entries({ ...named, ...open })) {
    const restriction = { orgId: ORG, keyIds: [OTHER_KEY] };
    const calls = await passed(restriction, (operations) => call(operations, ORG));
    assert.deepEqual(calls.map((one) => one.path), [path]);
    await refused(restriction, (operations) => call(operations, CHILD));
  }
});
