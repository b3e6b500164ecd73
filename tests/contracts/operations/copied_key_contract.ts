import assert from "node:assert/strict";
import type { OrgId } from "../../../src/domain/ids.ts";
import type { SigningKeyRecord } from "../../../src/domain/records.ts";
import { CHILD, ORG, testHash, testKey } from "../../operations/kit.ts";
import { NOON } from "../records.ts";
import { type OpenedOperations, putKey, refuses, type RegisterTest } from "./opened_operations.ts";

const pair = await testKey(1);

/** Rows of one key pair: whose they are, and whether they are revoked. */
type Rows = readonly (readonly [orgId: OrgId, isRevoked: boolean])[];

/** In all of these somebody has copied a row, or imported a key twice. */
const COPIES: Readonly<Record<string, Rows>> = {
  "a row and a copy": [[ORG, false], [CHILD, false]],
  "a row and a copy that is revoked": [[ORG, false], [CHILD, true]],
  "two rows of an organisation and a copy": [[ORG, false], [ORG, false], [CHILD, false]],
};

async function putRows(opened: OpenedOperations, rows: Rows): Promise<SigningKeyRecord[]> {
  const put = [];
  for (const [index, [orgId, isRevoked]] of rows.entries()) {
    const revokedAt = isRevoked ? NOON : null;
    put.push(await putKey(opened, pair, { name: `key ${index}`, orgId, revokedAt }));
  }
  return put;
}

const referTo = ({ id }: SigningKeyRecord) => ({ text: id, orgId: null });

/** One key pair in several rows: whoever copies a row does not sign with its key, nor does a revoked key by another row. */
export function copiedKeyContract(test: RegisterTest): void {
  for (const [what, rows] of Object.entries(COPIES)) {
    test(`of ${what}, none signs, rotates or gets a token, and each can be revoked`, async (opened) => {
      const { keys, package: packages, tokens } = opened.operations;
      const active = (await putRows(opened, rows)).filter(({ revokedAt }) => revokedAt === null);
      for (const key of active) {
        const reference = referTo(key);
        const hashes = [testHash(1)];
        opened.takeEvents();
        for (const store of [true, false]) {
          const sign = () => packages.sign({ reference, hashes, store });
          const { message } = await refuses(opened, "key_integrity", sign);
          assert.equal(
            message,
            `Cannot sign with the key "${key.name}" (${key.id}): its key pair is stored under several ` +
              `organisations (${ORG}, ${CHILD})`,
          );
        }
        await refuses(opened, "key_integrity", () => keys.rotate({ reference, name: "next" }));
        const wish = { name: null, role: "sign", expiresAt: null } as const;
        const create = () => tokens.create({ orgId: key.orgId, ...wish, keyIds: [key.id] });
        await refuses(opened, "key_integrity", create);
        const told = opened.takeEvents().map(({ type, reason }) => [type, reason]);
        assert.deepEqual(told, [
          ["package.sign.failure", "key_integrity"],
          ["package.sign.failure", "key_integrity"],
          ["key.signing.create_failed", "key_integrity"],
        ]);
      }
      for (const key of active) {
        await keys.revoke({ reference: referTo(key), andTrust: false, dryRun: false });
        assert.notEqual((await opened.store.signingKey(key.id))!.revokedAt, null);
      }
    });
  }

  test("a key that is revoked does not sign by another row of its organisation", async (opened) => {
    const { keys, package: packages } = opened.operations;
    const [first, second] = await putRows(opened, [[ORG, false], [ORG, false]]);
    const sign = () =>
      packages.sign({ reference: referTo(second!), hashes: [testHash(1)], store: false });
    assert.equal((await sign()).key.id, second!.id);
    await keys.revoke({ reference: referTo(first!), andTrust: false, dryRun: false });
    const { message } = await refuses(opened, "key_revoked", sign);
    const said = (action: string) =>
      `Cannot ${action} the key "key 1" (${second!.id}): its key pair was revoked as "key 0" (${
        first!.id
      }) at `;
    assert.ok(message.startsWith(said("sign with")), message);
    const rotate = () => keys.rotate({ reference: referTo(second!), name: "next" });
    const rotation = await refuses(opened, "key_revoked", rotate);
    assert.ok(rotation.message.startsWith(said("rotate")), rotation.message);
    const itself = () =>
      packages.sign({ reference: referTo(first!), hashes: [testHash(1)], store: false });
    const own = await refuses(opened, "key_revoked", itself);
    assert.match(own.message, / the key "key 0" \(.*\): it was revoked at /);
  });

  test("what a copied key has signed verifies as before", async (opened) => {
    const { keys, package: packages } = opened.operations;
    const [key] = await putRows(opened, [[ORG, false]]);
    await keys.trust({ orgId: ORG, publicKey: pair.publicKey, name: null });
    await packages.sign({ reference: referTo(key!), hashes: [testHash(1)], store: true });
    await putKey(opened, pair, { name: "copy", orgId: CHILD });
    const request = { orgId: ORG, name: '"pkg.so"', hash: testHash(1), signature: null };
    const { signature } = await packages.verify(request);
    assert.equal(signature.keyFingerprint, pair.publicKey.fingerprint);
  });
}

/** The same where private keys come in and go out. */
export function copiedPrivateKeyContract(test: RegisterTest): void {
  test("a key that another organisation has is not exported, nor imported", async (opened) => {
    const { operations: { keys } } = opened;
    const [key] = await putRows(opened, [[ORG, false], [CHILD, false]]);
    await refuses(opened, "key_integrity", () => keys.exportPrivate(referTo(key!)));
    assert.deepEqual(
      opened.takeEvents().map(({ type, reason }) => [type, reason]),
      [["key.export_failed", "key_integrity"]],
    );
    const third = "dddddddd-0000-4000-8000-00000000000d" as OrgId;
    for (const orgId of [ORG, CHILD, third]) {
      const work = () => keys.import({ orgId, name: "in", seed: pair.seed.slice(), trust: true });
      await refuses(opened, "key_integrity", work);
    }
  });

  test("a key is imported into one organisation, and a second name there is its own affair", async (opened) => {
    const { operations: { keys } } = opened;
    const add = (orgId: OrgId, name: string) =>
      keys.import({ orgId, name, seed: pair.seed.slice(), trust: false });
    await add(ORG, "first");
    await add(ORG, "second");
    const { message } = await refuses(opened, "key_integrity", () => add(CHILD, "theirs"));
    assert.match(
      message,
      /^Cannot add the key "theirs": its key pair is stored under several organis/,
    );
    assert.equal(opened.takeEvents().at(-1)?.type, "key.signing.create_failed");
  });

  test("a key that was revoked is not brought back by importing it under another name", async (opened) => {
    const { operations: { keys } } = opened;
    const add = (name: string) =>
      keys.import({ orgId: ORG, name, seed: pair.seed.slice(), trust: false });
    const { id } = await add("first");
    const reference = { text: id, orgId: null };
    await keys.revoke({ reference, andTrust: false, dryRun: false });
    await refuses(opened, "key_revoked", () => add("second"));
  });

  test("of two organisations that import a key at once, one has it", async (opened) => {
    const { operations: { keys } } = opened;
    const attempts = [ORG, CHILD].map((orgId) =>
      keys.import({ orgId, name: "key", seed: pair.seed.slice(), trust: false })
    );
    const outcomes = await Promise.allSettled(attempts);
    const reasons = outcomes.flatMap((one) => one.status === "rejected" ? [one.reason.code] : []);
    assert.deepEqual(reasons, ["key_integrity"]);
  });
}
