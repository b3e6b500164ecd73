import type { ErrorCode } from "../errors.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { SignatureRecord, TrustedKeyRecord } from "./records.ts";
import { grantedRows, ownRow, type TrustFacts } from "./trust.ts";

/** What the engine's answer hangs on, besides the signature itself. */
export interface PreflightFacts {
  /** Every signature of the package, in the order in which the engine would meet them. */
  readonly signatures: readonly SignatureRecord[];
  /** About the signer of the first of them. */
  readonly trust: TrustFacts;
  /** What is wrong with the row that the engine would trust, in words. */
  readonly fault: string | null;
}

/** What the engine would answer to an upload: `accepted`, or the code of its refusal; and what was noticed besides. */
export interface PreflightReport {
  readonly answer:
    | "accepted"
    | Extract<ErrorCode, "signature_not_found" | "untrusted_signer" | "invalid_signature">;
  /** Why, in words. */
  readonly reason: string;
  /** What will surprise whoever relies on that answer, in words. */
  readonly warnings: readonly string[];
  /** Of the one signature that the engine looks at. */
  readonly signer: Fingerprint | null;
}

/**
 * The row that the engine would find for a signer: the organisation's own if it is active, else that of any organisation
 * that it grants trust to. An own row that is revoked is passed over as if it were not there, and nothing is checked.
 */
export function rowOfEngine(trust: TrustFacts): TrustedKeyRecord | null {
  const own = ownRow(trust);
  return own?.revokedAt === null ? own : grantedRows(trust)[0] ?? null;
}

/** The traps of the engine's lookup that this package is in, in words. */
export function preflightWarnings(facts: PreflightFacts): readonly string[] {
  return [
    ...severalSignatures(facts),
    ...withoutOrganisation(facts),
    ...forgottenRevocation(facts),
    ...weakKey(facts),
  ];
}

function severalSignatures({ signatures }: PreflightFacts): readonly string[] {
  if (signatures.length < 2) return [];
  const signers = signatures.map(({ keyFingerprint }) => keyFingerprint);
  return [
    `${signatures.length} signatures are stored for this package, and the engine looks at one only, in no order that it ` +
    `promises: by ${signers.join(", ")}`,
  ];
}

function withoutOrganisation({ signatures: [first] }: PreflightFacts): readonly string[] {
  if (first === undefined || first.orgId !== null) return [];
  return [
    "the signature belongs to no organisation: the engine's manual calls that untrusted, though its upload does not look",
  ];
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
