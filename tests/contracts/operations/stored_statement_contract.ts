import assert from "node:assert/strict";
import type { AuditEvent } from "../../../src/domain/audit_event.ts";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import type { Page } from "../../../src/domain/list_slice.ts";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import {
  NO_DEMANDS,
  statedTerms,
  type StatementDemands,
  type StatementTerms,
} from "../../../src/domain/statement.ts";
import type { ErrorCode } from "../../../src/errors.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import {
  CHILD,
  ORG,
  PAGE,
  signed,
  TEST_KEYS,
  testHash,
  type TestKey,
} from "../../operations/kit.ts";
import { assertShown } from "./assert_shown.ts";
import {
  changesNothing,
  type OpenedOperations,
  putKey,
  putSignature,
  putStatement,
  putTrust,
  refuses,
  type RegisterTest,
  takeTypes,
} from "./opened_operations.ts";
import { ANY_STATEMENT, claiming, TERMS, VERDICTS } from "./stated_terms.ts";

const [key, other] = TEST_KEYS;
const { fingerprint } = key.publicKey;
const reference = { text: "key", orgId: ORG } as const;
const [hash, second, third] = [testHash(3), testHash(1), testHash(2)];
const PAST = new Date("2001-01-01T00:00:00Z");
const BEFORE = new Date(PAST.getTime() - 1);
const SIGNED_AT = new Date("2026-01-28T12:00:00Z");

const NEWER: StatementTerms = { claims: { version: "2.0.0" }, expires: null, predicate: null };

/** A signature of the first package, and what it states. */
async function stating(
  terms: StatementTerms = TERMS,
  { by = key, of = hash }: { readonly by?: TestKey; readonly of?: PackageHash } = {},
): Promise<PackageSignature> {
  return await signStating(by.signer, { hash: of, terms }, () => SIGNED_AT);
}

function verifying(demands: StatementDemands = NO_DEMANDS, orgId = ORG) {
  return { orgId, name: '"pkg.so"', hash, signature: null, demands };
}

function sign({ operations }: OpenedOperations, terms?: StatementTerms, hashes = [hash]) {
  return operations.package.sign({ reference, hashes, store: true, ...(terms && { terms }) });
}

function importing(
  { operations }: OpenedOperations,
  signatures: readonly PackageSignature[],
  orgId = ORG,
) {
  return operations.signatures.import({ orgId, signatures });
}

/** What the audit log was told, each with what it says of a statement. */
function told({ takeEvents }: OpenedOperations) {
  return takeEvents().map(({ type, stated }) => [type, stated]);
}

const TOLD = statedTerms(TERMS);

/** What is stated of the first package, as the store has it. */
async function stored({ store }: OpenedOperations) {
  const rows = await store.statementsOf([hash]);
  return rows.map(({ payload, signature }) => ({ payload, signature }));
}

/** What is stated of the first package, as a list shows it. */
async function listed({ operations }: OpenedOperations) {
  const { items } = await operations.signatures.list({ orgId: null, hash, page: PAGE });
  return items.map(({ statement }) => statement);
}

/** The statements of signatures in the store. */
export function storedStatementContract(test: RegisterTest): void {
  test("what is signed with the signature is stored with it, and required from then on", async (opened) => {
    await putKey(opened, key, { name: "key" });
    await putTrust(opened, key);
    const { signatures } = await sign(opened, TERMS, [second, hash]);
    const [, signature] = signatures;
    assertShown(told(opened), [["package.signed", TOLD], ["package.signed", TOLD]]);
    for (const [demands, code] of VERDICTS) {
      const verdict = opened.operations.package.verify(verifying(demands));
      if (code !== null) await assert.rejects(verdict, { code }, JSON.stringify(demands));
      else assert.deepEqual((await verdict).signature, signature);
    }
    for (const { packageHash, statement } of signatures) {
      const [row, ...others] = await opened.store.statementsOf([packageHash]);
      assert.deepEqual(others, []);
      assert.deepEqual([row?.keyFingerprint, row?.payload], [fingerprint, statement?.payload]);
      assert.deepEqual(row?.signature, statement?.signature);
    }
    assert.deepEqual(await listed(opened), [signature!.statement]);
    const every = { orgId: null, hash: null, page: PAGE } as const;
    for (const one of (await opened.operations.signatures.list(every)).items) {
      assert.equal("statement" in one, false);
    }
  });

  test("what is stated anew replaces what was stated, in its row", async (opened) => {
    await putKey(opened, key, { name: "key" });
    await sign(opened, TERMS);
    const [before] = await opened.store.statementsOf([hash]);
    const { signatures: [signature] } = await sign(opened, NEWER);
    const [row, ...others] = await opened.store.statementsOf([hash]);
    assert.deepEqual([row?.id, others], [before!.id, []]);
    assert.deepEqual([row?.payload], [signature?.statement?.payload]);
    assert.notDeepEqual(row?.payload, before!.payload);
  });

  test("who signs without stating anything leaves what is stated, and is given it", async (opened) => {
    await putKey(opened, key, { name: "key" });
    const [stated] = (await sign(opened, TERMS)).signatures;
    const { signatures } = await sign(opened, undefined, [hash, second, hash]);
    assert.deepEqual(signatures.map(({ statement }) => statement), [
      stated!.statement,
      undefined,
      stated!.statement,
    ]);
    assert.deepEqual(await stored(opened), [stated!.statement]);
    const alone = { reference, hashes: [hash], store: false };
    const [notStored] = (await opened.operations.package.sign(alone)).signatures;
    assert.equal(notStored!.statement, undefined);
  });

  test("what no longer holds is left too, and given", async (opened) => {
    await putKey(opened, key, { name: "key" });
    const { statement: ofOther } = await stating(TERMS, { by: other });
    const expired = await stating({ ...TERMS, expires: PAST });
    for (const signature of [expired, { ...expired, statement: ofOther! }]) {
      await putStatement(opened, signature);
      const { signatures: [made] } = await sign(opened);
      assert.deepEqual(made!.statement, signature.statement);
      assert.deepEqual(await stored(opened), [signature.statement]);
    }
  });

  test("an imported statement is stored; one that comes without leaves it", async (opened) => {
    await putTrust(opened, key);
    const { operations } = opened;
    const signature = await stating();
    const { statement, ...bare } = signature;
    const [row] = await importing(opened, [signature]);
    assert.deepEqual(row!.statement, statement);
    assert.deepEqual(
      (await operations.package.verify(verifying(ANY_STATEMENT))).signature,
      signature,
    );
    takeTypes(opened);
    const again = await changesNothing(opened, () => importing(opened, [bare, signature]));
    assertShown(again, [row, row]);
    // An older one is as good: nothing says which is which.
    const newer = await stating(NEWER);
    await importing(opened, [newer]);
    assert.deepEqual(await listed(opened), [newer.statement]);
    assertShown(takeTypes(opened), ["signature.imported"]);
    await importing(opened, [newer, bare, signature]);
    assert.deepEqual(await listed(opened), [statement]);
  });

  test("what is not signed here is imported where others have signed it, and is a claim like any", async (opened) => {
    await putTrust(opened, key);
    const claims = { expires: "2001-01-01", expires_at: "90d" };
    const signature = await stating({ ...TERMS, claims });
    await importing(opened, [signature]);
    assert.deepEqual(await listed(opened), [signature.statement]);
    const [{ stated }] = opened.takeEvents() as [AuditEvent];
    assert.deepEqual(stated, statedTerms({ ...TERMS, claims }));
    const demands = claiming("expires", "2001-01-01");
    const { signature: passed } = await opened.operations.package.verify(verifying(demands));
    assert.deepEqual(passed, signature);
  });

  test("what does not hold is not imported, nor what comes with it", async (opened) => {
    await putTrust(opened, key);
    const good = await stating(TERMS, { of: second });
    const { statement: ofOther } = await stating(TERMS, { by: other });
    const signature = await stating();
    const cases: readonly (readonly [PackageSignature, ErrorCode])[] = [
      [await stating({ ...TERMS, expires: PAST }), "signature_expired"],
      [{ ...signature, statement: ofOther! }, "invalid_signature"],
      [{ ...signature, statement: good.statement! }, "package_tampered"],
    ];
    for (const [bad, code] of cases) {
      await refuses(opened, code, () => importing(opened, [good, bad]));
    }
  });

  test("another organisation's signature keeps what is stated with it", async (opened) => {
    await putTrust(opened, key);
    await putTrust(opened, key, { orgId: CHILD });
    await importing(opened, [await stating()]);
    const newer = await stating(NEWER);
    const work = () => importing(opened, [newer], CHILD);
    const { message } = await refuses(opened, "signature_exists", work);
    assert.match(message, /: another organisation has stored it already, without this statement$/);
    const { statement: _, ...bare } = newer;
    for (const known of [bare, await stating()]) {
      const importKnown = () => importing(opened, [known], CHILD);
      const error = await refuses(opened, "signature_exists", importKnown);
      assert.match(error.message, / has stored it already$/);
    }
    const verdict = await opened.operations.package.verify(verifying(ANY_STATEMENT, CHILD));
    assert.deepEqual(verdict.signature, await stating());
  });

  test("a stored signature that has expired, or whose statement does not hold, does not pass", async (opened) => {
    const { verify } = opened.operations.package;
    await putTrust(opened, key);
    const expired = await stating({ ...TERMS, expires: PAST });
    await putSignature(opened, expired);
    await putStatement(opened, expired);
    await assert.rejects(verify(verifying()), { code: "signature_expired" });
    const at = { ...NO_DEMANDS, at: BEFORE };
    assert.deepEqual((await verify(verifying(at))).signature.statement, expired.statement);
    const { statement: ofOther } = await stating(TERMS, { by: other });
    const { statement: ofSecond } = await stating(TERMS, { of: second });
    for (
      const [statement, code] of [
        [ofOther!, "invalid_signature"],
        [ofSecond!, "package_tampered"],
        [{ ...ofOther!, payload: new Uint8Array([0x7b]) }, "invalid_signature"],
      ] as const
    ) {
      await putStatement(opened, { ...expired, statement });
      await assert.rejects(verify(verifying(at)), { code });
    }
  });

  test("one signature that is as demanded is enough, whatever others state", async (opened) => {
    const { verify } = opened.operations.package;
    await putTrust(opened, key);
    await putTrust(opened, other);
    const expired = await stating({ ...TERMS, expires: PAST });
    await putSignature(opened, expired);
    await putStatement(opened, expired);
    await putSignature(opened, await signed(other, hash));
    const passed = await verify(verifying());
    assert.equal(passed.signature.keyFingerprint, other.publicKey.fingerprint);
    const demanded = verify(verifying(ANY_STATEMENT));
    await assert.rejects(demanded, { code: "signature_expired" });
    await importing(opened, [await stating(TERMS, { by: other })]);
    const { signature } = await verify(verifying(claiming("version", "1.4.0")));
    assert.equal(signature.keyFingerprint, other.publicKey.fingerprint);
  });

  test("what is stated without a signature, or with another's, counts for nothing", async (opened) => {
    const { verify } = opened.operations.package;
    await putTrust(opened, key);
    await putTrust(opened, other);
    await putStatement(opened, await stating());
    await assert.rejects(verify(verifying()), { code: "signature_not_found" });
    assert.deepEqual(await listed(opened), []);
    await putSignature(opened, await signed(other, hash));
    await assert.rejects(verify(verifying(ANY_STATEMENT)), { code: "claim_mismatch" });
    assert.equal((await verify(verifying())).signature.statement, undefined);
  });

  test("the engine knows no statements: what does not hold blocks nothing, and is warned of", async (opened) => {
    const { package: packages, signatures } = opened.operations;
    await putTrust(opened, key);
    const good = await stating();
    await putSignature(opened, good);
    const asked = { orgId: ORG, hash };
    const warned = async () => {
      const { answer, warnings } = await packages.preflight(asked);
      assert.equal(answer, "accepted");
      const blocking = await signatures.blocking({ orgId: ORG, hashes: [hash] });
      assert.deepEqual(blocking.items, [{ packageHash: hash, blockedBy: null }]);
      return warnings;
    };
    assert.deepEqual(await warned(), []);
    await putStatement(opened, good);
    assert.deepEqual(await warned(), []);
    const expired = await stating({ ...TERMS, expires: PAST });
    const { statement: ofOther } = await stating(TERMS, { by: other });
    for (
      const [statement, code] of [
        [expired.statement!, "signature_expired"],
        [ofOther!, "invalid_signature"],
      ] as const
    ) {
      await putStatement(opened, { ...good, statement });
      const [warning, ...others] = await warned();
      assert.deepEqual(others, []);
      assert.match(warning!, new RegExp(`\\(${code}\\): the engine does not look at it`));
    }
  });

  test("what is stated is removed with its signature, and that of no other", async (opened) => {
    await putKey(opened, key, { name: "key" });
    await putTrust(opened, key);
    await putTrust(opened, other);
    await sign(opened, TERMS, [hash, third]);
    const kept = await stating(TERMS, { by: other });
    await importing(opened, [kept]);
    const choice = { packageHash: hash, keyFingerprint: fingerprint };
    const { remove } = opened.operations.signatures;
    const asked = { orgId: null, choice, force: true };
    await remove({ ...asked, dryRun: true });
    assert.equal((await stored(opened)).length, 2);
    opened.takeEvents();
    await remove({ ...asked, dryRun: false });
    assert.deepEqual(told(opened), [["signature.removed", TOLD]]);
    assert.deepEqual(await stored(opened), [kept.statement]);
    assert.equal((await opened.store.statementsOf([third])).length, 1);
    const { signatures: [again] } = await sign(opened);
    assert.equal(again!.statement, undefined);
  });

  test("of a signature that passes what it states is told, of one that is removed what it claimed", async (opened) => {
    const { package: { verify }, signatures: { remove } } = opened.operations;
    await putTrust(opened, key);
    const signature = await stating();
    const { statement, ...bare } = signature;
    await putSignature(opened, signature);
    await putStatement(opened, signature);
    await verify(verifying());
    await verify({ ...verifying(), signature });
    await verify({ ...verifying(), signature: bare });
    const type = "verification.success";
    assert.deepEqual(told(opened), [[type, TOLD], [type, TOLD], [type, undefined]]);
    const { statement: ofSecond } = await stating(TERMS, { of: second });
    const choice = { packageHash: hash, keyFingerprint: fingerprint };
    for (
      const [put, claimed] of [
        [{ ...statement!, signature: new Uint8Array(64) }, TOLD],
        [{ ...statement!, payload: new Uint8Array([0x7b]) }, undefined],
        [ofSecond!, undefined],
      ] as const
    ) {
      await putSignature(opened, bare);
      await putStatement(opened, { ...bare, statement: put });
      await remove({ orgId: null, choice, force: true, dryRun: false });
      assert.deepEqual(told(opened), [["signature.removed", claimed]]);
      assert.deepEqual(await stored(opened), []);
    }
  });

  test("a signature whose statement does not hold is no other good one", async (opened) => {
    await putTrust(opened, key);
    await putTrust(opened, other);
    await importing(opened, [await stating(TERMS, { by: other })]);
    const expired = await stating({ ...TERMS, expires: PAST });
    const { statement: ofOther } = await stating(TERMS, { by: other });
    const { remove } = opened.operations.signatures;
    const removing = (by: TestKey, dryRun: boolean) => {
      const choice = { packageHash: hash, keyFingerprint: by.publicKey.fingerprint };
      return remove({ orgId: null, choice, force: false, dryRun });
    };
    await putSignature(opened, expired);
    for (const statement of [expired.statement!, ofOther!]) {
      await putStatement(opened, { ...expired, statement });
      await refuses(opened, "last_signature", () => removing(other, false));
      assert.deepEqual((await removing(key, true)).lastFor, []);
    }
    await putStatement(opened, await stating());
    assert.deepEqual((await removing(other, true)).lastFor, []);
    // To the engine it is good, whatever it states.
    await removing(other, false);
    await putStatement(opened, expired);
    await refuses(opened, "last_signature", () => removing(key, false));
  });

  test("a signature whose statement does not hold keeps no package good when trust is revoked", async (opened) => {
    await putTrust(opened, key);
    await putTrust(opened, other);
    await importing(opened, [await stating(TERMS, { by: other })]);
    const expired = await stating({ ...TERMS, expires: PAST });
    const { statement: ofOther } = await stating(TERMS, { by: other });
    const impactOf = async ({ publicKey }: TestKey) => {
      const asked = { orgId: ORG, fingerprintPrefix: publicKey.fingerprint, dryRun: true };
      const { impact } = await opened.operations.keys.trusted.revoke(asked);
      return impact.signatures.map(({ packageHash, keepsAnother }) => [packageHash, keepsAnother]);
    };
    await putSignature(opened, expired);
    assert.deepEqual(await impactOf(other), [[hash, true]]);
    for (const statement of [expired.statement!, ofOther!]) {
      await putStatement(opened, { ...expired, statement });
      assert.deepEqual(await impactOf(other), [[hash, false]]);
      // To the engine it is good, whatever it states.
      assert.deepEqual(await impactOf(key), [[hash, true]]);
    }
    await putStatement(opened, await stating());
    assert.deepEqual(await impactOf(other), [[hash, true]]);
  });

  test("the statements of a package are listed in as many answers as have room for them", async (opened) => {
    const json = JSON.stringify({ padding: "x".repeat(30 * 1024) });
    const terms = { ...TERMS, predicate: { type: "https://example.com/long", json } };
    const { statement } = await stating(terms);
    const good = await signed(key, hash);
    const count = 70;
    const rows = Array.from({ length: count }, (_, number) => ({
      ...{ id: crypto.randomUUID(), packageHash: hash, signature: good.signature },
      ...{
        keyFingerprint: `${number}`.padStart(64, "0") as Fingerprint,
        signedAt: SIGNED_AT,
        orgId: ORG,
      },
    }));
    await opened.store.transaction(async (writer) => {
      await writer.saveSignatures(rows);
      await writer.saveStatements(
        rows.map((row) => ({ ...row, ...statement!, storedAt: SIGNED_AT })),
      );
    });
    const { list } = opened.operations.signatures;
    const all = [];
    let page: Page = PAGE;
    for (let next: string | undefined = ""; next !== undefined;) {
      const listed = await list({ orgId: null, hash, page });
      assert.equal(listed.total, count);
      all.push(...listed.items);
      next = listed.next;
      page = { ...PAGE, ...(next !== undefined && { after: next }) };
    }
    assert.equal(all.length, count);
    assert.equal(new Set(all.map(({ keyFingerprint }) => keyFingerprint)).size, count);
    for (const one of all) assert.deepEqual(one.statement, statement);
  });
}
