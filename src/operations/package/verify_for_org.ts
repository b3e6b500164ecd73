import type { VerifyRequest } from "../../contract/packages.ts";
import type { AuditEvent } from "../../domain/audit_event.ts";
import { type Damaged, fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import type { StoredVerdict, Verdict } from "../../domain/verdict.ts";
import { isOfSignature, mostTelling } from "../../domain/verification_failure.ts";
import { CloacinaError, toCloacinaError } from "../../errors.ts";
import { auditingFailure } from "../audit_failure.ts";
import { toSignature } from "../signatures/to_signature.ts";
import type { LocalParts } from "../parts.ts";
import { loadGrants, lookUpAgain, lookUpBy, type TrustLookup } from "../trust/load_trust.ts";
import { judgeSignature } from "./judge_signature.ts";
import { namingHeldKey } from "./naming_held_key.ts";
import { noticingStandby } from "./standby_notice.ts";

/**
 * A signature to try, or the row of one that is damaged and cannot pass; and whether an organisation other than the
 * viewer's stored it.
 */
interface Candidate {
  readonly signature: Stored<PackageSignature>;
  readonly isForeign: boolean;
}

/** A signature that failed, and the reason. */
interface Failure {
  readonly error: CloacinaError;
  /** Undefined if its row does not say. */
  readonly signer: Fingerprint | undefined;
}

/**
 * Verifies a package for an organisation, with the given signature or else with the stored ones, of which one valid and
 * trusted signature is enough; a damaged one never is. If there is none, throws the most important failure: see
 * `mostTelling`.
 */
export async function verifyForOrg(
  parts: LocalParts,
  request: VerifyRequest,
): Promise<StoredVerdict> {
  const { result, isFromStandby } = await noticingStandby(
    parts.store,
    () => verdictOf(parts, request),
  );
  return { ...result, isFromStandby };
}

async function verdictOf(parts: LocalParts, request: VerifyRequest): Promise<Verdict> {
  const failures: Failure[] = [];
  let isTold = false;
  const toEvents = (error: CloacinaError) => {
    const event = failureEvent(request, error, failures);
    return [isTold ? { ...event, retracts: true as const } : event];
  };
  return await auditingFailure(parts.audit, toEvents, async () => {
    // Read together: neither depends on the other.
    const [candidates, grants] = await Promise.all([
      candidatesFor(parts, request),
      loadGrants(parts.store, request.orgId),
    ]);
    const now = parts.now();
    const lookup = lookUpBy(parts.store, grants);
    const attempts = { candidates, lookup, now, failures };
    const { candidate, verdict } = await firstThatPasses(request, attempts);
    await parts.audit([successEvent(request, verdict)]);
    isTold = true;
    // Trust may have been revoked while waiting for the audit log.
    const again = lookUpAgain(parts.store, grants);
    const once = { ...attempts, candidates: [candidate], lookup: again };
    return (await firstThatPasses(request, once)).verdict;
  }).catch(async (error) => {
    const signer = signerOf(error, failures);
    throw await namingHeldKey(parts, error, { signer, orgId: request.orgId });
  });
}

/** The signatures to try, by what trust, and the failures so far. */
interface Attempts {
  readonly candidates: readonly Candidate[];
  readonly lookup: TrustLookup;
  readonly now: Date;
  readonly failures: Failure[];
}

/** Verifies against the trust that is looked up. Failures that may be reported are added to `failures`. */
async function firstThatPasses(
  request: VerifyRequest,
  { candidates, lookup, now, failures }: Attempts,
): Promise<{ readonly candidate: Candidate; readonly verdict: Verdict }> {
  const met: Failure[] = [];
  for (const candidate of candidates) {
    const outcome = await attempt(request, candidate.signature, { lookup, now });
    if (!("error" in outcome)) return { candidate, verdict: outcome };
    if (mayTell(candidate, outcome)) met.push(outcome);
  }
  for (const failure of met) failures.push(failure);
  if (met.length === 0) throw notStored(request);
  throw mostTelling(met.map(({ error }) => error));
}

async function candidatesFor(
  { store, viewer }: LocalParts,
  { hash, signature }: VerifyRequest,
): Promise<readonly Candidate[]> {
  if (signature !== null) return [{ signature, isForeign: false }];
  const rows = await store.withDamaged.signaturesOf(hash);
  return rows.map((row) => ({
    signature: isDamaged<SignatureRecord>(row) ? toDamagedSignature(row) : toSignature(row),
    isForeign: viewer !== null && fieldsOf<SignatureRecord>(row).orgId !== viewer,
  }));
}

function toDamagedSignature(
  { fault, intact: { keyFingerprint } }: Damaged<SignatureRecord>,
): Damaged<PackageSignature> {
  return { fault, intact: { ...(keyFingerprint && { keyFingerprint }) } };
}

/** A signature that another organisation stored may succeed, but its failures must not be revealed. */
function mayTell({ isForeign }: Candidate, { error }: Failure): boolean {
  return !isForeign || !isOfSignature(error);
}

function notStored({ name, hash }: VerifyRequest): CloacinaError {
  return new CloacinaError(
    "signature_not_found",
    `Cannot verify ${name}: no signature is stored for its hash ${hash}`,
  );
}

async function attempt(
  request: VerifyRequest,
  signature: Stored<PackageSignature>,
  judging: Pick<Attempts, "lookup" | "now">,
): Promise<Verdict | Failure> {
  const signer = fieldsOf(signature).keyFingerprint;
  if (isDamaged(signature)) return { error: malformed(request, signature), signer };
  try {
    return await judgeSignature(request, signature, { ...judging, demands: request.demands });
  } catch (thrown) {
    return { error: toCloacinaError(thrown), signer };
  }
}

function malformed({ name }: VerifyRequest, { fault }: Damaged<PackageSignature>): CloacinaError {
  return new CloacinaError(
    "malformed_signature",
    `Cannot verify ${name}: the row of its stored signature is damaged: ${fault}`,
  );
}

function successEvent({ orgId, hash }: VerifyRequest, { key }: Verdict): AuditEvent {
  return {
    type: "verification.success",
    orgId,
    ...(key.trustedBy !== orgId && { childOrgId: key.trustedBy }),
    fingerprint: key.publicKey.fingerprint,
    ...(key.name !== null && { name: key.name }),
    packageHash: hash,
  };
}

function failureEvent(
  { orgId, hash }: VerifyRequest,
  error: CloacinaError,
  failures: readonly Failure[],
): AuditEvent {
  const signer = signerOf(error, failures);
  return {
    type: "verification.failure",
    orgId,
    ...(signer !== undefined && { fingerprint: signer }),
    packageHash: hash,
    reason: error.code,
  };
}

/** The signer of the signature that failed with this error; undefined where none is to be named. */
function signerOf(error: unknown, failures: readonly Failure[]): Fingerprint | undefined {
  return failures.find((one) => one.error === error)?.signer;
}
