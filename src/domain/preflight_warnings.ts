import type { ErrorCode } from "../errors.ts";
import { fieldsOf, isDamaged, type Stored } from "./damaged.ts";
import type { SignatureRecord } from "./records.ts";
import { grantedRows, ownRow, type TrustFacts } from "./trust.ts";
import { firstFew } from "./first_few.ts";

/** What the engine's answer depends on, besides the signature itself. */
interface PreflightFacts {
  /** Every signature of the package, in the order in which the engine would read them. */
  readonly signatures: readonly Stored<SignatureRecord>[];
  /** About the signer of the first of them. */
  readonly trust: TrustFacts;
  /** Describes what is wrong with the row that the engine would trust. */
  readonly fault: string | null;
  /** Why what the first of them states does not pass here; null if it does, or its signer is not trusted. */
  readonly stated: ErrorCode | null;
}

/** Warnings about known pitfalls of the engine's lookup that affect this package. */
export function preflightWarnings(facts: PreflightFacts): readonly string[] {
  return [
    ...severalSignatures(facts),
    ...withoutOrganisation(facts),
    ...damagedSignature(facts),
    ...forgottenRevocation(facts),
    ...weakKey(facts),
    ...refusedStatement(facts),
  ];
}

function severalSignatures({ signatures }: PreflightFacts): readonly string[] {
  if (signatures.length < 2) return [];
  const signers = signatures.map((row) => fieldsOf(row).keyFingerprint ?? "an unknown key");
  return [
    `${signatures.length} signatures are stored for this package, and the engine looks at one only, in no order that it ` +
    `promises: by ${firstFew(signers).join(", ")}`,
  ];
}

function withoutOrganisation({ signatures: [first] }: PreflightFacts): readonly string[] {
  if (first === undefined || fieldsOf(first).orgId !== null) return [];
  return [
    "the signature belongs to no organisation: the engine's manual calls that untrusted, though its upload does not look",
  ];
}

function damagedSignature({ signatures: [first] }: PreflightFacts): readonly string[] {
  if (first === undefined || !isDamaged(first)) return [];
  return [`the row of the signature is damaged: ${first.fault}; here that signature does not pass`];
}

function forgottenRevocation({ trust }: PreflightFacts): readonly string[] {
  const own = ownRow(trust);
  const [granted] = grantedRows(trust);
  if (own === null || own.revokedAt === null || granted === undefined) return [];
  return [
    `organisation ${trust.orgId} revoked its trust in the signer, and the engine forgets that: it follows the grant to ` +
    `organisation ${granted.orgId}, which still trusts it; here that signature does not pass`,
  ];
}

function weakKey({ fault }: PreflightFacts): readonly string[] {
  if (fault === null) return [];
  return [
    `the row of the trusted key cannot be relied on: ${fault}; the engine does not check this, but here that signature does not pass`,
  ];
}

function refusedStatement({ stated }: PreflightFacts): readonly string[] {
  if (stated === null) return [];
  return [
    `what is stated with the signature does not hold (${stated}): the engine does not look at it, but here that ` +
    "signature does not pass",
  ];
}
