import assert from "node:assert/strict";
import type { SigningKeyInfo } from "../../../src/domain/signing_key.ts";
import { assertRefused, CHILD, idBytes, type Kit, ORG, testKey, withKit } from "../kit.ts";

async function twoOrganisations({ operations }: Kit): Promise<readonly SigningKeyInfo[]> {
  const generate = (orgId: typeof ORG, name: string) =>
    operations.keys.generate({ orgId, name, trust: false });
  return [await generate(ORG, "release-key"), await generate(CHILD, "release-key")];
}

Deno.test("a key is meant by its id, its name in an organisation, or how id or fingerprint begin", async () => {
  await withKit(async (kit) => {
    const [own, other] = await twoOrganisations(kit);
    const { fingerprint } = own!.publicKey;
    const texts = [
      own!.id,
      own!.id.toUpperCase(),
      own!.id.slice(0, 8),
      own!.id.slice(0, 13),
      own!.id.replaceAll("-", ""),
      fingerprint,
      fingerprint.slice(0, 8),
      fingerprint.slice(0, 40).toUpperCase(),
    ];
    for (const text of texts) {
      for (const orgId of [null, ORG]) {
        assert.deepEqual(await kit.operations.keys.show({ text, orgId }), own, text);
      }
      await assertRefused(
        kit,
        "key_not_found",
        () => kit.operations.keys.show({ text, orgId: CHILD }),
      );
    }
    assert.deepEqual(await kit.operations.keys.show({ text: "release-key", orgId: ORG }), own);
    assert.deepEqual(await kit.operations.keys.show({ text: "release-key", orgId: CHILD }), other);
  });
});

Deno.test("what means no key is key_not_found: too short a beginning, no hex, a name without its organisation", async () => {
  await withKit(async (kit) => {
    const [own] = await twoOrganisations(kit);
    const texts = [
      ...["", "release-key", "nobody", own!.id.slice(0, 7), own!.publicKey.fingerprint.slice(0, 7)],
      ...[`${own!.publicKey.fingerprint}0`, "00000000-0000-4000-8000-000000000000", "0".repeat(8)],
    ];
    for (const text of texts) {
      const work = () => kit.operations.keys.show({ text, orgId: null });
      const error = await assertRefused(kit, "key_not_found", work);
      assert.match(error.hint!, /its name \(with --org\)/);
    }
    assert.deepEqual(kit.takeEvents().length, 2);
  });
});

Deno.test("what means several is invalid_request, and the hint lists them, ten at most", async () => {
  await withKit(async (kit) => {
    const { seed, publicKey } = await testKey(5);
    const add = (name: string) =>
      kit.operations.keys.import({ orgId: ORG, name, seed, trust: false });
    const keys = [await add("one"), await add("two")];
    const text = publicKey.fingerprint.slice(0, 9);
    const show = () => kit.operations.keys.show({ text, orgId: ORG });
    const two = await assertRefused(kit, "invalid_request", show);
    assert.equal(two.message, `Cannot find the key "${text}": several keys match`);
    const candidates = keys.map(({ id, name }) => `id:${id} (${name}, ${publicKey.fingerprint})`);
    assert.equal(two.hint, `specify one of: ${candidates.join("; ")}`);
    for (let number = 0; number < 10; number++) await add(`more-${number}`);
    const many = await assertRefused(kit, "invalid_request", show);
    assert.equal(many.hint!.split("; ").length, 11);
    assert.match(many.hint!, /; and others$/);
  });
});

Deno.test("a revoked key is shown; one whose row lies is key_integrity", async () => {
  await withKit(async (kit) => {
    const { operations, sql } = kit;
    const key = await operations.keys.generate({ orgId: ORG, name: "key", trust: false });
    const reference = { text: "key", orgId: ORG };
    await operations.keys.revoke({ reference, andTrust: false, dryRun: false });
    assert.notEqual((await operations.keys.show(reference)).revokedAt, null);
    sql("UPDATE signing_keys SET key_fingerprint = ?", "ab".repeat(32));
    const error = await assertRefused(kit, "key_integrity", () => operations.keys.show(reference));
    assert.equal(
      error.message,
      `Cannot read the key "key" (${key.id}): its fingerprint is not that of its public key`,
    );
  });
});

Deno.test("a weak public key with the right fingerprint is key_integrity", async () => {
  await withKit(async (kit) => {
    const { operations, sql } = kit;
    const key = await operations.keys.generate({ orgId: ORG, name: "key", trust: false });
    const weak = Uint8Array.fromHex(`01${"00".repeat(31)}`);
    const digest = await crypto.subtle.digest("SHA-256", weak);
    const change = "UPDATE signing_keys SET public_key = ?, key_fingerprint = ? WHERE id = ?";
    sql(change, weak, new Uint8Array(digest).toHex(), idBytes(key.id));
    const show = () => operations.keys.show({ text: key.id, orgId: null });
    assert.match((await assertRefused(kit, "key_integrity", show)).message, /public key is weak/);
  });
});
