import assert from "node:assert/strict";
import type { KeyId } from "../../../src/domain/ids.ts";
import type { KeyReference } from "../../../src/domain/key_reference.ts";
import { CHILD, ORG, TEST_KEYS, testHash } from "../../operations/kit.ts";
import { type OpenedOperations, putKey, refuses, type RegisterTest } from "./opened_operations.ts";

const [one, two] = TEST_KEYS;

/** Names that a path, a query or a header would change if they were not written for it. */
const NAMES = [
  "release key 2026",
  "a/b",
  "..",
  ".",
  "50%2F100%",
  "a?b=c&d#e;f+g",
  "Schlüssel 🔑",
  "\"quoted\" \\ 'key' <b>",
  "two words",
  "x".repeat(255),
  "null",
];

/** How a signing key is meant: by id, by name, by how id or fingerprint begin. */
export function keyReferenceContract(test: RegisterTest): void {
  test("a key is meant by its id or fingerprint, or how they begin", async (opened) => {
    const { operations: { keys } } = opened;
    const { id, fingerprint } = await putKey(opened, one, { name: "release-key" });
    const byId = [id, id.toUpperCase(), id.slice(0, 8), id.slice(0, 13), id.replaceAll("-", "")];
    const byFingerprint = [fingerprint, fingerprint.slice(0, 8), fingerprint.toUpperCase()];
    for (const text of [...byId, ...byFingerprint]) {
      for (const orgId of [null, ORG]) {
        assert.equal((await keys.show({ text, orgId })).id, id, text);
      }
      await refuses(opened, "key_not_found", () => keys.show({ text, orgId: CHILD }));
    }
  });

  test("a key whose row lies is looked up, with what is wrong with it, and not shown for use", async (opened) => {
    const { operations: { keys } } = opened;
    const { id } = await putKey(opened, one, {
      name: "liar",
      fingerprint: two.publicKey.fingerprint,
    });
    for (const text of [id, "liar"]) {
      const found = await keys.lookUp({ text, orgId: ORG });
      assert.deepEqual(
        [found.id, found.fault],
        [id, "its fingerprint is not that of its public key"],
      );
      await refuses(opened, "key_integrity", () => keys.show({ text, orgId: ORG }));
    }
    await refuses(opened, "key_not_found", () => keys.lookUp({ text: "other", orgId: ORG }));
  });

  test("a key is meant by its name in its organisation alone", async (opened) => {
    const { operations: { keys } } = opened;
    const own = await putKey(opened, one, { name: "release-key" });
    const theirs = await putKey(opened, two, { name: "release-key", orgId: CHILD });
    const text = "release-key";
    assert.equal((await keys.show({ text, orgId: ORG })).id, own.id);
    assert.equal((await keys.show({ text, orgId: CHILD })).id, theirs.id);
    await refuses(opened, "key_not_found", () => keys.show({ text, orgId: null }));
    await refuses(opened, "key_not_found", () => keys.show({ text: "Release-Key", orgId: ORG }));
  });

  test("a name is taken as it is, whatever it is made of", async (opened) => {
    const { keys, package: packages } = opened.operations;
    for (const text of NAMES) {
      const { id, name } = await keys.generate({ orgId: ORG, name: text, trust: false });
      assert.equal(name, text);
      const reference = { text, orgId: ORG };
      assert.deepEqual(await keys.show(reference).then((key) => [key.id, key.name]), [id, text]);
      const request = { reference, hashes: [testHash(1)], store: false };
      assert.equal((await packages.sign(request)).key.id, id);
      const { key } = await keys.revoke({ reference, andTrust: false, dryRun: false });
      assert.equal(key.id, id);
    }
  });

  test("a word that is one key's name and another's id or fingerprint means several", async (opened) => {
    const { operations: { keys } } = opened;
    const first = await putKey(opened, one, { name: "first" });
    const { id, fingerprint } = first;
    const words = [fingerprint, fingerprint.slice(0, 8), fingerprint.slice(0, 31)];
    for (const name of [...words, id, id.slice(0, 8), id.slice(0, 13)]) {
      const decoy = await putKey(opened, two, { name });
      for (const work of referring(opened, { text: name, orgId: ORG })) {
        const { message, hint } = await refuses(opened, "invalid_request", work);
        for (const candidate of [first, decoy]) {
          assert.ok(`${message} ${hint}`.includes(`id:${candidate.id} (${candidate.name}, `), hint);
        }
      }
      assert.equal((await keys.show({ text: decoy.id, orgId: ORG })).id, decoy.id);
    }
    for (const text of [`id:${id}`, `id:${id.toUpperCase()}`, "first", fingerprint.slice(0, 20)]) {
      assert.equal((await keys.show({ text, orgId: ORG })).id, id);
    }
    await refuses(opened, "key_not_found", () => keys.show({ text: `id:${id}`, orgId: CHILD }));
  });

  test("a key that is named like another's id is signed with and revoked by its own", async (opened) => {
    const { keys, package: packages } = opened.operations;
    const { id } = await putKey(opened, one, { name: "first" });
    const decoy = await putKey(opened, two, { name: id });
    const reference = { text: `id:${id}`, orgId: ORG };
    const signed = await packages.sign({ reference, hashes: [testHash(1)], store: false });
    assert.equal(signed.key.id, id);
    const revoke = { andTrust: false, dryRun: false };
    const revoked = await keys.revoke({ reference, ...revoke });
    assert.equal(revoked.key.id, id);
    const other = await keys.revoke({
      reference: { text: `id:${decoy.id}`, orgId: null },
      ...revoke,
    });
    assert.equal(other.key.id, decoy.id);
  });

  test("no row that is named like a reference takes the place of the key that is meant", async (opened) => {
    const { keys } = opened.operations;
    const { id, fingerprint } = await putKey(opened, one, { name: "first" });
    for (const text of [`ID:${id}`, `Id:${id.toUpperCase()}`]) {
      await putKey(opened, two, { name: text });
      assert.equal((await keys.show({ text, orgId: ORG })).id, id, text);
    }
    const spelled = [`SHA256:${fingerprint}`, `0x${fingerprint.slice(0, 12)}`, `"${fingerprint}"`];
    for (const text of [...spelled, `key: ${id}`, fingerprint.replace(/..(?=.)/g, "$&:")]) {
      assert.equal((await keys.show({ text, orgId: ORG })).id, id, text);
      await putKey(opened, two, { name: text });
      for (const work of referring(opened, { text, orgId: ORG })) {
        await refuses(opened, "invalid_request", work);
      }
    }
    const reference = { text: `ID:${id}`, orgId: ORG };
    const revoked = await keys.revoke({ reference, andTrust: false, dryRun: false });
    assert.equal(revoked.key.id, id);
  });

  test("a revoked key's name is a reading too", async (opened) => {
    const { fingerprint } = await putKey(opened, one, { name: "first" });
    await putKey(opened, two, { name: fingerprint.slice(0, 10), revokedAt: new Date() });
    for (const work of referring(opened, { text: fingerprint.slice(0, 10), orgId: ORG })) {
      await refuses(opened, "invalid_request", work);
    }
  });

  test("a key that is named like its own fingerprint means itself", async (opened) => {
    const { keys } = opened.operations;
    const { fingerprint: name } = one.publicKey;
    const { id } = await putKey(opened, one, { name });
    assert.equal((await keys.show({ text: name, orgId: ORG })).id, id);
  });

  test("names that cannot be told from others are refused, and rows that have them go by their ids", async (opened) => {
    const { operations: { keys } } = opened;
    await putKey(opened, one, { name: "release-key" });
    for (
      const name of ["release-key\u200b", "release\u2011key", " release-key", "release-key\u00a0"]
    ) {
      await refuses(
        opened,
        "invalid_request",
        () => keys.generate({ orgId: ORG, name, trust: true }),
      );
      const { id } = await putKey(opened, two, { name });
      assert.equal((await keys.show({ text: name, orgId: ORG })).id, id);
      const reference = { text: id, orgId: ORG };
      const { key } = await keys.revoke({ reference, andTrust: false, dryRun: false });
      assert.deepEqual([key.id, key.name], [id, name]);
      assert.equal((await keys.show({ text: "release-key", orgId: ORG })).revokedAt, null);
    }
  });

  test("a name is made and meant in either normal form of Unicode", async (opened) => {
    const { operations: { keys } } = opened;
    const made = await keys.generate({ orgId: ORG, name: "Schlu\u0308ssel", trust: false });
    assert.equal(made.name, "Schl\u00fcssel");
    for (const text of ["Schlu\u0308ssel", "Schl\u00fcssel"]) {
      assert.equal((await keys.show({ text, orgId: ORG })).id, made.id);
    }
    await refuses(
      opened,
      "duplicate_name",
      () => keys.generate({ orgId: ORG, name: "Schlu\u0308ssel", trust: false }),
    );
    await putKey(opened, one, { name: "Schlu\u0308ssel" });
    for (const work of referring(opened, { text: "Schl\u00fcssel", orgId: ORG })) {
      await refuses(opened, "invalid_request", work);
    }
  });

  test("no key is made, rotated to or trusted, and no token made, under a name like a reference", async (opened) => {
    const { keys, tokens } = opened.operations;
    const { id, fingerprint } = await putKey(opened, one, { name: "first" });
    for (const name of [fingerprint, id, "20260128", `ID:${id}`, `0x${fingerprint}`]) {
      const reference = { text: "first", orgId: ORG };
      const token = { orgId: ORG, role: "read", keyIds: null, expiresAt: null } as const;
      const works = [
        () => keys.generate({ orgId: ORG, name, trust: false }),
        () => keys.rotate({ reference, name }),
        () => keys.trust({ orgId: ORG, publicKey: two.publicKey, name }),
        () => tokens.create({ ...token, name }),
      ];
      for (const work of works) {
        const { message } = await refuses(opened, "invalid_request", work);
        assert.match(
          message,
          /^Cannot accept the name .+: it could be taken for an ID or a fingerprint/,
        );
      }
    }
  });

  test("what means no key is not found", async (opened) => {
    const { operations: { keys } } = opened;
    const { id, fingerprint } = await putKey(opened, one, { name: "release-key" });
    const texts = [
      id.slice(0, 7),
      fingerprint.slice(0, 7),
      `${fingerprint}0`,
      "nobody",
      "0".repeat(8),
    ];
    for (const text of [...texts, crypto.randomUUID()]) {
      await refuses(opened, "key_not_found", () => keys.show({ text, orgId: ORG }));
      await refuses(opened, "key_not_found", () => keys.show({ text, orgId: null }));
    }
  });

  test("what means several is refused everywhere, with the candidates", async (opened) => {
    const first = await putKey(opened, one, { name: "first" });
    const second = await putKey(opened, one, { name: "second" });
    const reference = { text: one.publicKey.fingerprint.slice(0, 10), orgId: ORG };
    for (const work of referring(opened, reference)) {
      const { message, hint } = await refuses(opened, "invalid_request", work);
      for (const { id, name } of [first, second]) {
        assert.ok(`${message} ${hint}`.includes(`${id} (${name}, `), `${message} ${hint}`);
      }
    }
  });

  test("a key of another organisation does not make a beginning mean several", async (opened) => {
    const own = await putKey(opened, one, { name: "own" });
    await putKey(opened, one, { name: "theirs", orgId: CHILD });
    const text = one.publicKey.fingerprint;
    const { keys } = opened.operations;
    assert.equal((await keys.show({ text, orgId: ORG })).id, own.id);
    await refuses(opened, "invalid_request", () => keys.show({ text, orgId: null }));
  });

  test("a revoked key is shown too", async (opened) => {
    const id = "00000000-0000-4000-8000-000000000001" as KeyId;
    const revokedAt = new Date("2026-02-03T04:05:06Z");
    await putKey(opened, one, { id, name: "old", revokedAt });
    const key = await opened.operations.keys.show({ text: "old", orgId: ORG });
    assert.deepEqual([key.id, key.revokedAt], [id, revokedAt]);
  });
}

/** Everything that takes a reference to a signing key, from afar too. */
function referring(
  { operations: { keys, package: packages } }: OpenedOperations,
  reference: KeyReference,
): readonly (() => Promise<unknown>)[] {
  return [
    () => keys.show(reference),
    () => keys.lookUp(reference),
    () => keys.rotate({ reference, name: "next" }),
    () => keys.revoke({ reference, andTrust: true, dryRun: false }),
    () => packages.sign({ reference, hashes: [testHash(1)], store: true }),
  ];
}
