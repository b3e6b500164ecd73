import type { VerifyRequest } from "../../contract/packages.ts";
import type { AuditEvent } from "../../domain/audit_event.ts";
import { type Damaged, fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import type { StatedSignature } from "../../domain/stored_signature.ts";
import type { StoredVerdict, Verdict } from "../../domain/verdict.ts";
import { standingOf } from "../../domain/trust.ts";
import { isOfSignature, mostTelling } from "../../domain/verification_failure.ts";
import { CloacinaError, toCloacinaError } from "../../errors.ts";
import type { StoreReader } from "../../store/store.ts";
import { auditingFailure } from "../audit_failure.ts";
import { verificationFailure, verificationSuccess } from "../events.ts";
import { lookUpStatements, withStatement } from "../signatures/stored_statements.ts";
import { toSignature } from "../signatures/to_signature.ts";
import type { LocalParts } from "../parts.ts";
import {
  type Grants,
  loadGrants,
  lookUpAgain,
  lookUpAll,
  lookUpBy,
  type TrustLookup,
} from "../trust/load_trust.ts";
import { type Judged, judgeSignature } from "./judge_signature.ts";
import { namingHeldKey } from "./naming_held_key.ts";
import { noticingStandby } from "./standby_notice.ts";

/** A signature to try, and whether an organisation other than the viewer's stored it. */
interface Candidate {
  /** Undefined if its row does not say. */
  readonly signer: Fingerprint | undefined;
  readonly isForeign: boolean;
  /** Reads what is stated with it, and what is known of its signer. */
  readonly look: (lookup: TrustLookup) => Promise<Looked>;
  /** Whether it was not removed meanwhile, with what was stated. */
  readonly isLeft: () => Promise<boolean>;
}

/**
 * Of so many signatures of a package all are looked at in one round trip each. Anybody who may sign can store thousands:
 * then all that is known of their signers is read first, and what is stated with one only where its signer is known.
 */
const FEW = 10;

/** A signature with what is stated, or the row of one that is damaged and cannot pass; and what is known of its signer. */
interface Looked {
  readonly signature: Stored<PackageSignature>;
  readonly lookup: TrustLookup;
}

/** A signature that failed, and the reason. */
interface Failure {
  readonly error: CloacinaError;
  /** Undefined if its row does not say. */
  readonly signer: Fingerprint | undefined;
}

/**
 * Verifies a package for an organisation, with the given signature or else with the stored ones and what they state, of
 * which one valid and trusted signature is enough; a damaged one never is. If there is none, throws the most important
 * failure: see `mostTelling`.
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
    const lookup = await trustLookup(parts.store, grants, candidates);
    const attempts = { candidates, lookup, now, failures };
    const { candidate, judged } = await firstThatPasses(request, attempts);
    await parts.audit([successEvent(request, judged)]);
    isTold = true;
    // Trust may have been revoked while waiting for the audit log.
    const again = lookUpAgain(parts.store, grants);
    const once = { ...attempts, candidates: [candidate], lookup: again };
    // Together, and what is stated first: it is not missed where it is removed with its signature meanwhile.
    const [passed, isLeft] = await Promise.all([
      firstThatPasses(request, once),
      candidate.isLeft(),
    ]);
    if (!isLeft) throw notStored(request);
    return passed.judged.verdict;
  }).catch(async (error) => {
    const signer = signerOf(error, failures);
    throw await namingHeldKey(parts, error, { signer, orgId: request.orgId });
  });
}

async function trustLookup(
  store: StoreReader,
  grants: Grants,
  candidates: readonly Candidate[],
): Promise<TrustLookup> {
  if (candidates.length <= FEW) return lookUpBy(store, grants);
  const signers = new Set(candidates.flatMap(({ signer }) => signer ?? []));
  return await lookUpAll(store, grants, [...signers]);
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
): Promise<{ readonly candidate: Candidate; readonly judged: Judged }> {
  const met: Failure[] = [];
  for (const candidate of candidates) {
    const looked = await candidate.look(lookup);
    const outcome = await attempt(request, candidate.signer, { ...looked, now });
    if (!("error" in outcome)) return { candidate, judged: outcome };
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
  if (signature !== null) {
    const look = (lookup: TrustLookup) => Promise.resolve({ signature, lookup });
    const isLeft = () => Promise.resolve(true);
    return [{ signer: signature.keyFingerprint, isForeign: false, look, isLeft }];
  }
  const read = () => store.withDamaged.signaturesOf(hash);
  const rows = await read();
  const lookAt = rows.length > FEW ? lookAtTrusted : lookAtOnce;
  return rows.map((row) => {
    const { id, keyFingerprint: signer, orgId } = fieldsOf<SignatureRecord>(row);
    return {
      signer,
      isForeign: viewer !== null && orgId !== viewer,
      look: (lookup) => lookAt(store, row, lookup),
      isLeft: async () => (await read()).some((one) => fieldsOf<SignatureRecord>(one).id === id),
    };
  });
}

/** As `lookAtOnce`, one after the other: what an unknown signer states is not read, as its signature cannot pass. */
async function lookAtTrusted(
  store: StoreReader,
  row: Stored<SignatureRecord>,
  lookup: TrustLookup,
): Promise<Looked> {
  if (isDamaged(row)) return { signature: toDamagedSignature(row), lookup };
  const facts = await lookup(row.keyFingerprint);
  const known = () => Promise.resolve(facts);
  return standingOf(facts).kind === "unknown"
    ? { signature: toSignature(row), lookup: known }
    : await lookAtOnce(store, row, known);
}

/** Reads what is stated with one stored signature alone: anybody may have stored others, with long statements. */
async function lookAtOnce(
  store: StoreReader,
  row: Stored<SignatureRecord>,
  lookup: TrustLookup,
): Promise<Looked> {
  if (isDamaged(row)) return { signature: toDamagedSignature(row), lookup };
  // Read together: neither depends on the other.
  const [stated, facts] = await Promise.all([
    lookUpStatements(store, [row]),
    lookup(row.keyFingerprint),
  ]);
  const read = withStatement(row, stated);
  return {
    signature: isDamaged(read) ? toDamagedSignature(read) : toSignature(read),
    lookup: () => Promise.resolve(facts),
  };
}

function toDamagedSignature(
  { fault, intact: { keyFingerprint } }: Damaged<StatedSignature>,
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
  signer: Fingerprint | undefined,
  { signature, ...judging }: Looked & Pick<Attempts, "now">,
): Promise<Judged | Failure> {
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
    `Cannot verify ${name}: its stored signature is damaged: ${fault}`,
  );
}

function successEvent(
  { orgId, hash }: VerifyRequest,
  { verdict: { key }, statement }: Judged,
): AuditEvent {
  const { name, publicKey: { fingerprint }, trustedBy } = key;
  const by = { orgId, fingerprint, ...(name !== null && { name }) };
  const signer = trustedBy === orgId ? by : { ...by, childOrgId: trustedBy };
  return verificationSuccess(hash, signer, statement);
}

function failureEvent(
  { orgId, hash }: VerifyRequest,
  error: CloacinaError,
  failures: readonly Failure[],
): AuditEvent {
  return verificationFailure(hash, error, { orgId, fingerprint: signerOf(error, failures) });
}

/** The signer of the signature that failed with this error; undefined where none is to be named. */
function signerOf(error: unknown, failures: readonly Failure[]): Fingerprint | undefined {
  return failures.find((one) => one.error === error)?.signer;
}
