import { ed25519Verify, KEY_LENGTH } from "../../crypto/ed25519.ts";
import { hasSmallOrder } from "../../crypto/ed25519_points.ts";
import type { PreflightRequest } from "../../contract/packages.ts";
import { faultOf } from "../../domain/key_fault.ts";
import { packageHashBytes } from "../../domain/package_hash.ts";
import { type PreflightReport, preflightWarnings, rowOfEngine } from "../../domain/preflight.ts";
import type { SignatureRecord, TrustedKeyRecord } from "../../domain/records.ts";
import { TENANT_NOTICE } from "../../domain/tenant_notice.ts";
import type { LocalParts } from "../parts.ts";
import { loadTrust } from "../trust/load_trust.ts";
import { noticingStandby, STANDBY_NOTICE } from "./standby_notice.ts";

/** The engine's part of a report. */
type Answer = Pick<PreflightReport, "answer" | "reason">;

/**
 * Predicts the engine's answer to an upload: by hash, from the database alone, by the first signature found, with
 * non-transitive grants. Adds warnings: see `preflightWarnings`. Changes nothing, and is not a verification.
 */
export async function preflight(
  { store }: LocalParts,
  request: PreflightRequest,
): Promise<PreflightReport> {
  const { result, isFromStandby } = await noticingStandby(store, () => report(store, request));
  const warnings = [
    ...result.warnings,
    ...await store.isTenants() ? [TENANT_NOTICE] : [],
    ...isFromStandby ? [STANDBY_NOTICE] : [],
  ];
  return { ...result, warnings };
}

async function report(
  store: LocalParts["store"],
  { orgId, hash }: PreflightRequest,
): Promise<PreflightReport> {
  const signatures = await store.signaturesOf(hash);
  const [first] = signatures;
  if (first === undefined) return NOT_FOUND;
  const trust = await (await loadTrust(store, orgId))(first.keyFingerprint);
  const row = rowOfEngine(trust);
  const fault = row && await faultOf(row);
  return {
    ...await answerTo(first, row, orgId),
    warnings: preflightWarnings({ signatures, trust, fault }),
    signer: first.keyFingerprint,
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
  orgId: string,
): Promise<Answer> {
  if (row === null) {
    const reason =
      `organisation ${orgId} does not trust ${keyFingerprint}, nor does one that it grants trust to`;
    return { answer: "untrusted_signer", reason };
  }
  const by = `${keyFingerprint}, which organisation ${row.orgId} trusts`;
  if (await ed25519Verify(row.publicKey, packageHashBytes(packageHash), signature)) {
    return { answer: "accepted", reason: `the signature is valid under ${by}` };
  }
  const isWeak = hasSmallOrder(row.publicKey) || hasSmallOrder(signature.subarray(0, KEY_LENGTH));
  const unless = isWeak
    ? ", as it is checked here; the engine is less strict and may accept it"
    : "";
  return {
    answer: "invalid_signature",
    reason: `the signature is not valid under ${by}${unless}`,
  };
}
