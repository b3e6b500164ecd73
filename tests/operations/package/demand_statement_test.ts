import assert from "node:assert/strict";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import { NO_DEMANDS, type StatementTerms } from "../../../src/domain/statement.ts";
import { judgeStatement } from "../../../src/operations/package/judge_statement.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import { TEST_KEYS, testHash } from "../kit.ts";

const [key, other] = TEST_KEYS;
const HASH = testHash(1);
const EXPIRES = new Date("2027-01-31T12:00:00Z");
const NOW = new Date(EXPIRES.getTime() - 1);
const TERMS: StatementTerms = {
  claims: { name: "pkg", version: "1.4.0-rc.1" },
  expires: EXPIRES,
  predicate: null,
};

async function stating(terms: StatementTerms = TERMS): Promise<PackageSignature> {
  return await signStating(key.signer, { hash: HASH, terms }, () => NOW);
}

const signature = await stating();
const { statement: _, ...bare } = signature;

interface Case {
  readonly signature?: PackageSignature;
  readonly require?: Readonly<Record<string, string>>;
  readonly isRequired?: boolean;
  readonly at?: Date;
  readonly now?: Date;
}

async function judge(
  { signature: given = signature, require = {}, isRequired = false, at, now = NOW }: Case,
) {
  const requirements = Object.entries(require).map(([claim, value]) => ({ claim, value }));
  return await judgeStatement({ name: '"pkg"', hash: HASH }, {
    signature: given,
    publicKey: key.publicKey,
    demands: { requirements, isRequired, at: at ?? null },
    now,
  });
}

async function assertRefused(given: Case, code: string, message: RegExp): Promise<void> {
  await assert.rejects(judge(given), { code, message });
}

Deno.test("a statement that holds is returned, and none where there is none", async () => {
  assert.deepEqual((await judge({}))?.claims, TERMS.claims);
  assert.equal(await judge({ signature: bare }), null);
  assert.deepEqual(NO_DEMANDS, { requirements: [], isRequired: false, at: null });
});

Deno.test("a statement counts up to the millisecond before it expires, and no longer", async () => {
  await judge({ now: NOW });
  await assertRefused({ now: EXPIRES }, "signature_expired", /expired at 2027-01-31T12:00:00Z$/);
  await judge({ now: EXPIRES, at: NOW });
  await assertRefused({ at: EXPIRES }, "signature_expired", /expired/);
});

Deno.test("a statement that was cut off is refused where one is demanded, or anything is required", async () => {
  await assertRefused({ signature: bare, isRequired: true }, "claim_mismatch", /no statement$/);
  await assertRefused({ signature: bare, require: { name: "pkg" } }, "claim_mismatch", /no state/);
});

Deno.test("a claim is required as it stands, and a version by a range", async () => {
  for (const version of [">=1.4.0-rc.1 <2", "1.4.0-rc.1", ">=1.4.0-0", "<1 || ^1.4.0-rc.0"]) {
    await judge({ require: { name: "pkg", version } });
  }
  // A pre-release is in no range that does not name one of the same version.
  for (const version of [">=1.2 <2", "1.x", ">=1.4.0", "*", "not a range", ""]) {
    await assertRefused({ require: { version } }, "claim_mismatch", /its version is "1.4.0-rc.1"/);
  }
  for (const name of ["pk", "pkg2", "Pkg", "", "*"]) {
    await assertRefused({ require: { name } }, "claim_mismatch", /its name is "pkg"/);
  }
  for (const claim of ["channel", "constructor", "tostring"]) {
    const require = { [claim]: "x" };
    await assertRefused({ require }, "claim_mismatch", new RegExp(`does not claim ${claim}$`));
  }
});

Deno.test("a statement by another key, or of another package, is refused whatever it claims", async () => {
  const byOther = await signStating(other.signer, { hash: HASH, terms: TERMS }, () => NOW);
  await assertRefused(
    { signature: { ...signature, statement: byOther.statement! } },
    "invalid_signature",
    /not signed by the signer's key$/,
  );
  const ofOther = await signStating(key.signer, { hash: testHash(2), terms: TERMS }, () => NOW);
  await assertRefused(
    { signature: { ...signature, statement: ofOther.statement! } },
    "package_tampered",
    /its statement is about the package/,
  );
});

Deno.test("the signature of a package is none of a statement, nor the other way round", async () => {
  const { statement } = signature;
  const swapped = { ...statement!, signature: signature.signature };
  await assertRefused(
    { signature: { ...signature, statement: swapped } },
    "invalid_signature",
    /statement/,
  );
});

Deno.test("an expired statement that also misses a claim is told to have expired", async () => {
  await assertRefused({ at: EXPIRES, require: { name: "x" } }, "signature_expired", /expired/);
});
