import { ed25519Verify, KEY_LENGTH } from "../../crypto/ed25519.ts";
import { hasSmallOrder } from "../../crypto/ed25519_points.ts";
import type { PreflightRequest } from "../../contract/packages.ts";
import { fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import { faultOf } from "../../domain/key_fault.ts";
import { packageByHash, packageHashBytes } from "../../domain/package_hash.ts";
import type { PreflightReport } from "../../domain/preflight.ts";
import { preflightWarnings } from "../../domain/preflight_warnings.ts";
import type { SignatureRecord, TrustedKeyRecord } from "../../domain/records.ts";
import type { StatedSignature } from "../../domain/stored_signature.ts";
import { TENANT_NOTICE } from "../../domain/tenant_notice.ts";
import { standingOf, type TrustFacts } from "../../domain/trust.ts";
import type { ErrorCode } from "../../errors.ts";
import type { LocalParts } from "../parts.ts";
import { lookUpStatements, withStatement } from "../signatures/stored_statements.ts";
import { toSignature } from "../signatures/to_signature.ts";
import { engineTrust, toFinding } from "./engine_trust.ts";
import { loadTrust } from "../trust/load_trust.ts";
import { noticingStandby, STANDBY_NOTICE } from "./standby_notice.ts";
import { statementRefusal } from "./statement_refusal.ts";

/** The engine's part of a report. */
type Answer = Pick<PreflightReport, "answer" | "reason">;

/**
 * Predicts the engine's answer to an upload: by hash, from the database alone, by the first signature found, with
 * non-transitive grants. Adds warnings: see `preflightWarnings`. Changes nothing, and is not a verification.
 */
export async function preflight(
  parts: LocalParts,
  request: PreflightRequest,
): Promise<PreflightReport> {
  const { store } = parts;
  const { result, isFromStandby } = await noticingStandby(store, () => report(parts, request));
  const warnings = [
    ...result.warnings,
    ...await store.isTenants() ? [TENANT_NOTICE] : [],
    ...isFromStandby ? [STANDBY_NOTICE] : [],
  ];
  return { ...result, warnings };
}

async function report(
  { store, now }: LocalParts,
  { orgId, hash }: PreflightRequest,
): Promise<PreflightReport> {
  const signatures = await store.withDamaged.signaturesOf(hash);
  const [first] = signatures;
  if (first === undefined) return NOT_FOUND;
  const found = toFinding<SignatureRecord>(first, "the signature");
  if (found.kind !== "found") return unreadable(found.state, first);
  const { keyFingerprint } = found.row;
  // Read together: neither depends on the other.
  const [trusted, lookup] = await Promise.all([
    engineTrust(store, orgId, keyFingerprint),
    lookUpStatements(store, [found.row]),
  ]);
  if (trusted.kind === "unreadable") return unreadable(trusted.state, first);
  const row = trusted.kind === "found" ? trusted.row : null;
  const fault = trusted.kind === "found" ? trusted.fault ?? faultOf(trusted.row) : null;
  const trust = await (await loadTrust(store, orgId))(keyFingerprint);
  const stated = row === null
    ? null
    : await statedRefusal(withStatement(found.row, lookup), row, now());
  return {
    ...await answerTo(found.row, row, trust),
    warnings: preflightWarnings({ signatures, trust, fault, stated }),
    signer: signerOf(first),
  };
}

/** Why what is stated with a signature by this key does not pass here; null if it does. The engine does not look at it. */
async function statedRefusal(
  signature: Stored<StatedSignature>,
  key: TrustedKeyRecord,
  now: Date,
): Promise<ErrorCode | null> {
  if (isDamaged(signature)) return "malformed_signature";
  const { packageHash: hash } = signature;
  const stated = { signature: toSignature(signature), publicKey: { bytes: key.publicKey }, now };
  return await statementRefusal(packageByHash(hash), stated);
}

/** Null for what is no fingerprint. */
function signerOf(signature: Stored<SignatureRecord>): Fingerprint | null {
  return fieldsOf(signature).keyFingerprint ?? null;
}

function unreadable(state: string, first: Stored<SignatureRecord>): PreflightReport {
  return {
    answer: "store_corrupt",
    reason: `the server cannot read ${state}, and answers signature_verification_error`,
    warnings: [],
    signer: signerOf(first),
  };
}

const NOT_FOUND: PreflightReport = {
  answer: "signature_not_found",
  reason: "no signature is stored for this package",
  warnings: [],
  signer: null,
};

async function answerTo(
  { signature, packageHash, keyFingerprint }: SignatureRecord,
  row: TrustedKeyRecord | null,
  trust: TrustFacts,
): Promise<Answer> {
  if (row === null) return { answer: "untrusted_signer", reason: whyUntrusted(trust) };
  const by = `${keyFingerprint}, which organisation ${row.orgId} trusts`;
  if (await ed25519Verify(row.publicKey, packageHashBytes(packageHash), signature)) {
    return { answer: "accepted", reason: `the signature is valid under ${by}` };
  }
  const points = [row.publicKey, signature.subarray(0, KEY_LENGTH)];
  const isWeak = points.some((point) => point.length === KEY_LENGTH && hasSmallOrder(point));
  const unless = isWeak
    ? ", as it is checked here; the engine is less strict and may accept it"
    : "";
  return {
    answer: "invalid_signature",
    reason: `the signature is not valid under ${by}${unless}`,
  };
}

function whyUntrusted(trust: TrustFacts): string {
  const { orgId, fingerprint } = trust;
  const standing = standingOf(trust);
  return standing.kind === "revoked"
    ? `the first signature is by ${fingerprint}, which organisation ${orgId} revoked at ${standing.at.toISOString()}`
    : `organisation ${orgId} does not trust ${fingerprint}, nor does one that it grants trust to`;
}
