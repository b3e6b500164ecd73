import assert from "node:assert/strict";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import type { OrgId } from "../../../src/domain/ids.ts";
import type { StoredVerdict } from "../../../src/domain/verdict.ts";
import { CloacinaError, toCloacinaError } from "../../../src/errors.ts";
import { localOperations } from "../../../src/operations/local.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import { toStatementRecords } from "../../../src/operations/signatures/statement_record.ts";
import { countingStore } from "../counting_store.ts";
import {
  assertRefused,
  CHILD,
  type Kit,
  ORG,
  putSignature,
  seenBy,
  signed,
  TEST_KEYS,
  testHash,
  testKey,
  withKit,
} from "../kit.ts";

const [key, other] = TEST_KEYS;
const hash = testHash(1);
const good = await signed(key, hash);
const spoilt = { ...await signed(other, hash), signature: new Uint8Array(64) };

function request(signature: PackageSignature | null = null) {
  return { orgId: ORG, name: '"pkg.so"', hash, signature };
}

async function withTrust(body: (kit: Kit) => Promise<void>): Promise<void> {
  await withKit(async (kit) => {
    await kit.operations.keys.trust({ orgId: ORG, publicKey: key.publicKey, name: "vendor" });
    kit.takeEvents();
    await body(kit);
  });
}

Deno.test("a given signature by a trusted key passes, and the audit log has it", async () => {
  await withTrust(async ({ operations, takeEvents }) => {
    const verdict = await operations.package.verify(request(good));
    assert.equal(verdict.signature, good);
    assert.deepEqual([verdict.key.name, verdict.key.trustedBy, verdict.key.isTrusted], [
      "vendor",
      ORG,
      true,
    ]);
    assert.deepEqual(takeEvents(), [{
      type: "verification.success",
      orgId: ORG,
      fingerprint: key.publicKey.fingerprint,
      name: "vendor",
      packageHash: hash,
    }]);
  });
});

Deno.test("a stored signature passes, as the row has it; its organisation decides nothing", async () => {
  for (const orgId of [ORG, CHILD, null]) {
    await withTrust(async (kit) => {
      putSignature(kit, good, orgId);
      const { signature } = await kit.operations.package.verify(request());
      assert.deepEqual(signature, { ...good, signedAt: "2026-01-28T12:00:00Z" });
    });
  }
});

Deno.test("trust through a grant passes and says whose it is", async () => {
  await withKit(async ({ operations, takeEvents }) => {
    await operations.orgs.grantTrust({ parent: ORG, child: CHILD });
    await operations.keys.trust({ orgId: CHILD, publicKey: key.publicKey, name: null });
    const verdict = await operations.package.verify(request(good));
    assert.equal(verdict.key.trustedBy, CHILD);
    assert.deepEqual(takeEvents().at(-1), {
      type: "verification.success",
      orgId: ORG,
      childOrgId: CHILD,
      fingerprint: key.publicKey.fingerprint,
      packageHash: hash,
    });
  });
});

Deno.test("of several stored signatures one that passes is enough, wherever it stands", async () => {
  for (const order of [[spoilt, good], [good, spoilt]]) {
    await withTrust(async (kit) => {
      await kit.operations.keys.trust({ orgId: ORG, publicKey: other.publicKey, name: null });
      for (const signature of order) putSignature(kit, signature);
      const verdict = await kit.operations.package.verify(request());
      assert.equal(verdict.key.publicKey.fingerprint, key.publicKey.fingerprint);
    });
  }
});

Deno.test("no stored signature is signature_not_found, and the stored ones are not looked at where one is given", async () => {
  await withTrust(async (kit) => {
    const { operations, takeEvents } = kit;
    await assertRefused(kit, "signature_not_found", () => operations.package.verify(request()));
    assert.deepEqual(takeEvents(), [{
      type: "verification.failure",
      orgId: ORG,
      packageHash: hash,
      reason: "signature_not_found",
    }]);
    putSignature(kit, good);
    const given = request(await signed(other, hash));
    await assertRefused(kit, "untrusted_signer", () => operations.package.verify(given));
  });
});

Deno.test("each cause has its code, and the failure names the signer; no hint suggests to trust more", async () => {
  await withTrust(async (kit) => {
    const { fingerprint } = key.publicKey;
    const cases = [
      ["package_tampered", await signed(key, testHash(2)), fingerprint],
      ["untrusted_signer", await signed(other, hash), other.publicKey.fingerprint],
      ["invalid_signature", { ...good, signature: new Uint8Array(64) }, fingerprint],
      ["invalid_signature", { ...await signed(key, testHash(2)), packageHash: hash }, fingerprint],
    ] as const;
    for (const [code, signature, signer] of cases) {
      const work = () => kit.operations.package.verify(request(signature));
      const { hint } = await assertRefused(kit, code, work);
      assert.doesNotMatch(hint ?? "", /trust/);
      assert.deepEqual(kit.takeEvents(), [{
        type: "verification.failure",
        orgId: ORG,
        fingerprint: signer,
        packageHash: hash,
        reason: code,
      }]);
    }
  });
});

Deno.test("a key whose trust the organisation revoked is key_revoked, also where a granted one trusts it", async () => {
  await withTrust(async (kit) => {
    const { keys, orgs } = kit.operations;
    await orgs.grantTrust({ parent: ORG, child: CHILD });
    await keys.trust({ orgId: CHILD, publicKey: key.publicKey, name: null });
    const fingerprintPrefix = key.publicKey.fingerprint;
    await keys.trusted.revoke({ orgId: ORG, fingerprintPrefix, dryRun: false });
    kit.takeEvents();
    const work = () => kit.operations.package.verify(request(good));
    const { message, hint } = await assertRefused(kit, "key_revoked", work);
    assert.match(
      message,
      /^Cannot verify "pkg\.so": organisation aaaaaaaa.* revoked its trust in the signer/,
    );
    assert.equal(hint, undefined);
    assert.equal(kit.takeEvents()[0]?.reason, "key_revoked");
    const forChild = { ...request(good), orgId: CHILD };
    assert.equal((await kit.operations.package.verify(forChild)).key.trustedBy, CHILD);
  });
});

Deno.test("of several failures the one that says most is told", async () => {
  const third = await testKey(3);
  await withTrust(async (kit) => {
    const { keys } = kit.operations;
    await keys.trust({ orgId: ORG, publicKey: other.publicKey, name: null });
    const fingerprintPrefix = key.publicKey.fingerprint;
    await keys.trusted.revoke({ orgId: ORG, fingerprintPrefix, dryRun: false });
    const expectNow = async (code: Parameters<typeof assertRefused>[1]) => {
      await assertRefused(kit, code, () => kit.operations.package.verify(request()));
    };
    putSignature(kit, await signed(third, hash));
    await expectNow("untrusted_signer");
    putSignature(kit, good);
    await expectNow("key_revoked");
    putSignature(kit, spoilt);
    await expectNow("invalid_signature");
    assert.equal(kit.takeEvents().at(-1)?.fingerprint, other.publicKey.fingerprint);
    const lie = "UPDATE trusted_keys SET public_key = zeroblob(32) WHERE key_fingerprint = ?";
    kit.sql(lie, other.publicKey.fingerprint);
    await expectNow("key_integrity");
  });
});

Deno.test("a trusted row that lies is key_integrity; one that tells the truth beside it is enough", async () => {
  await withTrust(async (kit) => {
    kit.sql("UPDATE trusted_keys SET public_key = ?", other.publicKey.bytes);
    const forged = { ...await signed(other, hash), keyFingerprint: key.publicKey.fingerprint };
    await assertRefused(kit, "key_integrity", () => kit.operations.package.verify(request(forged)));
    await kit.operations.orgs.grantTrust({ parent: ORG, child: CHILD });
    await kit.operations.keys.trust({ orgId: CHILD, publicKey: key.publicKey, name: null });
    assert.equal((await kit.operations.package.verify(request(good))).key.trustedBy, CHILD);
    await assertRefused(
      kit,
      "invalid_signature",
      () => kit.operations.package.verify(request(forged)),
    );
  });
});

Deno.test("under a key of small order nothing verifies, however it came into the database", async () => {
  await withTrust(async (kit) => {
    const identity = Uint8Array.fromHex(`01${"00".repeat(31)}`);
    const digest = await crypto.subtle.digest("SHA-256", identity);
    const keyFingerprint = new Uint8Array(digest).toHex() as typeof good.keyFingerprint;
    kit.sql(
      "UPDATE trusted_keys SET public_key = ?, key_fingerprint = ?",
      identity,
      keyFingerprint,
    );
    const signature = new Uint8Array([...identity, ...new Uint8Array(32)]);
    const forged = request({ ...good, keyFingerprint, signature });
    await assertRefused(kit, "key_integrity", () => kit.operations.package.verify(forged));
  });
});

Deno.test("a revocation counts from the next call on", async () => {
  await withTrust(async ({ operations }) => {
    await operations.package.verify(request(good));
    const fingerprintPrefix = key.publicKey.fingerprint;
    await operations.keys.trusted.revoke({ orgId: ORG, fingerprintPrefix, dryRun: false });
    await assert.rejects(operations.package.verify(request(good)), { code: "key_revoked" });
  });
});

Deno.test("where the audit log cannot be written there is no verdict, and a failure keeps its code", async () => {
  await withTrust(async (kit) => {
    kit.breakAudit();
    const { package: packages } = kit.operations;
    await assertRefused(kit, "io_failed", () => packages.verify(request(good)));
    const bad = request({ ...good, signature: new Uint8Array(64) });
    const { hint } = await assertRefused(kit, "invalid_signature", () => packages.verify(bad));
    assert.match(hint!, /^the audit log has no line of this failure: Cannot write the audit log/);
  });
});

Deno.test("who has one organisation in view is not told of others' signatures by signers that it does not trust", async () => {
  for (const orgId of [CHILD, null]) {
    await withTrust(async (kit) => {
      putSignature(kit, await signed(other, hash), orgId);
      const { verify } = seenBy(kit, ORG).package;
      const { message } = await assertRefused(kit, "signature_not_found", () => verify(request()));
      const state = `no signature is stored for its hash ${hash}`;
      assert.equal(message, `Cannot verify "pkg.so": ${state}`);
      assert.deepEqual(kit.takeEvents(), [{
        type: "verification.failure",
        orgId: ORG,
        packageHash: hash,
        reason: "signature_not_found",
      }]);
      const seenByAll = () => kit.operations.package.verify(request());
      await assertRefused(kit, "untrusted_signer", seenByAll);
    });
  }
});

Deno.test("an own signature by a signer that is not trusted is told, among those of others too", async () => {
  await withTrust(async (kit) => {
    putSignature(kit, await signed(await testKey(3), hash), CHILD);
    putSignature(kit, await signed(other, hash), ORG);
    const { verify } = seenBy(kit, ORG).package;
    await assertRefused(kit, "untrusted_signer", () => verify(request()));
    assert.equal(kit.takeEvents()[0]?.fingerprint, other.publicKey.fingerprint);
  });
});

Deno.test("others' signatures pass where the signer is trusted, itself or through a grant", async () => {
  await withTrust(async (kit) => {
    putSignature(kit, good, CHILD);
    const { verify } = seenBy(kit, ORG).package;
    assert.equal((await verify(request())).key.trustedBy, ORG);
    const { orgs, keys } = kit.operations;
    const granted = { ...request(), hash: testHash(2) };
    putSignature(kit, await signed(other, testHash(2)), CHILD);
    await orgs.grantTrust({ parent: ORG, child: CHILD });
    await keys.trust({ orgId: CHILD, publicKey: other.publicKey, name: null });
    assert.equal((await verify(granted)).key.trustedBy, CHILD);
  });
});

/** What becomes of the trust in `key`, or of a signature by it, and what who sees all is then told. */
const SPOILT = {
  "does not hold": {
    spoil: () => Promise.resolve({ ...good, signature: new Uint8Array(64) }),
    code: "invalid_signature",
  },
  "is by a signer that was revoked": {
    spoil: async ({ operations: { keys } }: Kit) => {
      const fingerprintPrefix = key.publicKey.fingerprint;
      await keys.trusted.revoke({ orgId: ORG, fingerprintPrefix, dryRun: false });
      return good;
    },
    code: "key_revoked",
  },
  "is by a signer whose trusted row lies": {
    spoil: (kit: Kit) => {
      kit.sql("update trusted_keys set public_key = ?", other.publicKey.bytes);
      return Promise.resolve(good);
    },
    code: "key_integrity",
  },
} as const;

for (const [what, { spoil, code }] of Object.entries(SPOILT)) {
  Deno.test(`another organisation's signature that ${what} is as if it were not stored`, async () => {
    for (const orgId of [CHILD, null]) {
      await withTrust(async (kit) => {
        const { verify } = seenBy(kit, ORG).package;
        const signature = await spoil(kit);
        const absent = await assertRefused(kit, "signature_not_found", () => verify(request()));
        putSignature(kit, signature, orgId);
        kit.takeEvents();
        const hidden = await assertRefused(kit, "signature_not_found", () => verify(request()));
        assert.deepEqual([hidden.message, hidden.hint], [absent.message, absent.hint]);
        assert.deepEqual(kit.takeEvents(), [{
          type: "verification.failure",
          orgId: ORG,
          packageHash: hash,
          reason: "signature_not_found",
        }]);
        await assertRefused(kit, code, () => kit.operations.package.verify(request()));
        await assertRefused(kit, code, () => verify(request(signature)));
      });
    }
  });
}

Deno.test("what is wrong with the store itself is told, whoever stored the signature", async () => {
  await withTrust(async (kit) => {
    putSignature(kit, good, CHILD);
    kit.sql("alter table trusted_keys rename column trusted_at to gone");
    await assertRefused(kit, "store_corrupt", () => seenBy(kit, ORG).package.verify(request()));
  });
});

for (const orgId of [ORG, CHILD]) {
  Deno.test(`trust that is revoked while the line is written gives no verdict, of a row of ${orgId}`, async () => {
    await withTrust(async (kit) => {
      putSignature(kit, good, orgId);
      const audit: typeof kit.parts.audit = async (events) => {
        await kit.parts.audit(events);
        if (events[0]?.type !== "verification.success") return;
        const fingerprintPrefix = key.publicKey.fingerprint;
        await kit.operations.keys.trusted.revoke({ orgId: ORG, fingerprintPrefix, dryRun: false });
      };
      const { verify } = localOperations({ ...kit.parts, audit, viewer: ORG }).package;
      const code = orgId === ORG ? "key_revoked" : "signature_not_found";
      await assert.rejects(verify(request()), { code });
      assert.deepEqual(
        kit.takeEvents().map(({ type, reason, retracts }) => [type, reason, retracts]),
        [
          ["verification.success", undefined, undefined],
          ["key.trusted.revoked", undefined, undefined],
          ["verification.failure", code, true],
        ],
      );
    });
  });
}

const THIRD = "cccccccc-0000-4000-8000-00000000000c" as OrgId;

/** Verifies by trust that a grant to CHILD gives, which ends while the line is written, when this is done as well. */
async function verifyMeanwhile(
  kit: Kit,
  meanwhile: () => Promise<unknown>,
): Promise<StoredVerdict> {
  const { keys, orgs } = kit.operations;
  await orgs.grantTrust({ parent: ORG, child: CHILD });
  for (const orgId of [CHILD, THIRD]) {
    await keys.trust({ orgId, publicKey: key.publicKey, name: null });
  }
  const audit: typeof kit.parts.audit = async (events) => {
    await kit.parts.audit(events);
    if (events[0]?.type !== "verification.success") return;
    await orgs.revokeTrust({ parent: ORG, child: CHILD });
    await meanwhile();
  };
  return await localOperations({ ...kit.parts, audit }).package.verify(request(good));
}

Deno.test("a grant that ends while the line is written gives no verdict", async () => {
  await withKit(async (kit) => {
    const verified = verifyMeanwhile(kit, () => Promise.resolve());
    await assert.rejects(verified, { code: "untrusted_signer" });
  });
});

Deno.test("a grant that is given while the line is written counts, where another one ends", async () => {
  await withKit(async (kit) => {
    const grant = () => kit.operations.orgs.grantTrust({ parent: ORG, child: THIRD });
    assert.equal((await verifyMeanwhile(kit, grant)).key.trustedBy, THIRD);
  });
});

Deno.test("a given signature is judged in the same way, whoever has what in view", async () => {
  await withTrust(async (kit) => {
    const given = request(await signed(other, hash));
    const { verify } = seenBy(kit, ORG).package;
    await assertRefused(kit, "untrusted_signer", () => verify(given));
    assert.equal((await verify(request(good))).signature, good);
  });
});

Deno.test("a signer that the store has as a signing key is called that, and is not trusted for it", async () => {
  await withKit(async ({ operations, takeEvents }) => {
    const own = await generate(operations, ORG, "release");
    const theirs = await generate(operations, CHILD, "theirs");
    const untrusted = async (signer: typeof own) => {
      const given = request({ ...good, keyFingerprint: signer.publicKey.fingerprint });
      const told = await operations.package.verify(given).catch(toCloacinaError);
      assert.ok(told instanceof CloacinaError);
      assert.equal(told.code, "untrusted_signer");
      assert.equal(
        told.hint,
        "someone else may have signed it: ask its author, over another channel, which key they sign with",
      );
      return told.message.replace(signer.publicKey.fingerprint, "<fingerprint>");
    };
    const start =
      'Cannot verify "pkg.so": its signer <fingerprint> is not trusted; the store has it as';
    const end = "which does not make it trusted";
    takeEvents();
    assert.equal(
      await untrusted(own),
      `${start} the signing key "release" of organisation ${ORG}, ${end}`,
    );
    assert.deepEqual(takeEvents().map(({ type, reason }) => [type, reason]), [
      ["verification.failure", "untrusted_signer"],
    ]);
    assert.equal(
      await untrusted(theirs),
      `${start} the signing key "theirs" of organisation ${CHILD}, ${end}`,
    );
    const reference = { text: own.id, orgId: ORG };
    await operations.keys.revoke({ reference, andTrust: false, dryRun: false });
    assert.equal(
      await untrusted(own),
      `${start} the revoked signing key "release" of organisation ${ORG}, ${end}`,
    );
  });
});

Deno.test("who sees one organisation is not told of the signing keys of others", async () => {
  await withKit(async (kit) => {
    const { publicKey } = await generate(kit.operations, CHILD, "theirs");
    const given = request({ ...good, keyFingerprint: publicKey.fingerprint });
    const { verify } = seenBy(kit, ORG).package;
    const { message } = await assertRefused(kit, "untrusted_signer", () => verify(given));
    assert.equal(
      message,
      `Cannot verify "pkg.so": its signer ${publicKey.fingerprint} is not trusted`,
    );
  });
});

async function generate({ keys }: Kit["operations"], orgId: OrgId, name: string) {
  return await keys.generate({ orgId, name, trust: false });
}

Deno.test("an expired signature never passes, also where it is removed with its statement while it is read", async () => {
  const terms = { claims: {}, expires: new Date("2026-01-01T00:00:00Z"), predicate: null };
  const expired = await signStating(key.signer, { hash, terms }, () => new Date(0));
  await withTrust(async (kit) => {
    const { parts, sql, store } = kit;
    const statements = toStatementRecords(parts, [expired]);
    const { signaturesOf, statementsOf } = store.withDamaged;
    let last: Promise<unknown> = Promise.resolve();
    let left = Infinity;
    /** One read after the other, of which the one after so many finds nothing any more. */
    const inTurn =
      <Asked extends readonly unknown[], Row>(read: (...asked: Asked) => Promise<Row>) =>
      (...asked: Asked) => {
        const answer = last.then(() => {
          if (left-- === 0) {
            sql("DELETE FROM package_signatures");
            sql("DELETE FROM cloacina_statements");
          }
          return read(...asked);
        });
        last = answer.catch(() => {});
        return answer;
      };
    const withDamaged = {
      ...store.withDamaged,
      signaturesOf: inTurn(signaturesOf),
      statementsOf: inTurn(statementsOf),
    };
    const operations = localOperations({ ...parts, store: { ...store, withDamaged } });
    const codes: string[] = [];
    for (const reads of [2, 1, 0]) {
      putSignature(kit, expired);
      await store.transaction((writer) => writer.saveStatements(statements));
      left = reads;
      const error = await operations.package.verify(request()).then(
        () => assert.fail(`it passed where it was removed after ${reads} reads`),
        toCloacinaError,
      );
      codes.push(error.code);
      sql("DELETE FROM package_signatures");
    }
    const [whole, ...removed] = codes;
    assert.equal(whole, "signature_expired");
    assert.deepEqual(removed, ["signature_not_found", "signature_not_found"]);
  });
});

Deno.test("a statement whose row does not say by whom it is lets no signature of its package pass", async () => {
  const terms = { claims: { name: "pkg" }, expires: null, predicate: null };
  const stated = await signStating(key.signer, { hash, terms }, () => new Date(0));
  const { fingerprint } = key.publicKey;
  const damaged = ["", fingerprint.slice(1), fingerprint.toUpperCase(), `${fingerprint.slice(1)}g`];
  for (const value of [...damaged, new TextEncoder().encode(fingerprint)]) {
    await withTrust(async (kit) => {
      const { operations, parts, sql, store } = kit;
      putSignature(kit, stated);
      const statements = toStatementRecords(parts, [stated]);
      await store.transaction((writer) => writer.saveStatements(statements));
      await operations.package.verify(request());
      sql("UPDATE cloacina_statements SET key_fingerprint = ?", value);
      const verifying = () => operations.package.verify(request());
      await assertRefused(kit, "malformed_signature", verifying);
    });
  }
});

Deno.test("of many signatures only what a known signer states is read, and it counts", async () => {
  await withTrust(async (kit) => {
    const { parts, store } = kit;
    const strangers = await Promise.all(
      Array.from({ length: 10 }, async (_, at) => await signed(await testKey(100 + at), hash)),
    );
    for (const signature of strangers) putSignature(kit, signature);
    let asked = 0;
    const withDamaged = {
      ...store.withDamaged,
      statementsOf: (...about: Parameters<typeof store.withDamaged.statementsOf>) => {
        asked++;
        return store.withDamaged.statementsOf(...about);
      },
    };
    const operations = localOperations({ ...parts, store: { ...store, withDamaged } });
    const codeOf = async () =>
      await operations.package.verify(request()).then(() => "passed", (error) => error.code);
    assert.deepEqual([await codeOf(), asked], ["untrusted_signer", 10]);
    asked = 0;
    const terms = { claims: { name: "pkg" }, expires: new Date(1000), predicate: null };
    const expired = await signStating(key.signer, { hash, terms }, () => new Date(0));
    putSignature(kit, expired);
    await store.transaction((writer) =>
      writer.saveStatements(toStatementRecords(parts, [expired]))
    );
    assert.deepEqual([await codeOf(), asked], ["signature_expired", 1]);
  });
});

Deno.test("with more signatures by strangers the store is not asked more often", async () => {
  await withTrust(async (kit) => {
    const { store, take } = countingStore(kit.store);
    const operations = localOperations({ ...kit.parts, store });
    const readsWith = async (from: number, to: number) => {
      for (let number = from; number < to; number++) {
        putSignature(kit, await signed(await testKey(number), hash), CHILD);
      }
      take();
      const verified = operations.package.verify(request());
      await assert.rejects(verified, { code: "untrusted_signer" });
      return take().reads;
    };
    const few = await readsWith(100, 112);
    assert.equal(await readsWith(112, 160), few);
    putSignature(kit, good);
    const { key: signer } = await operations.package.verify(request());
    assert.equal(signer.name, "vendor");
  });
});
