import type { RaiseMinimumRequest, VersionedPackage } from "../../contract/packages.ts";
import type { ChangeEvent } from "../../domain/audit_event.ts";
import {
  type AcceptedVersion,
  isRefused,
  type RefusedVersion,
  type VersionVerdict,
} from "../../domain/minimum_version.ts";
import { NO_DEMANDS, type Statement } from "../../domain/statement.ts";
import { isOfSignature } from "../../domain/verification_failure.ts";
import { type CloacinaError, toCloacinaError } from "../../errors.ts";
import type { MinimumVersions } from "../../formats/statement/minimum_versions.ts";
import type { StoreWriter } from "../../store/store.ts";
import { auditingFailure } from "../audit_failure.ts";
import { verificationFailure } from "../events.ts";
import type { LocalParts } from "../parts.ts";
import { type Outcome, transact } from "../transact.ts";
import { requireTrustedSigner } from "../trust/judge_signer.ts";
import { loadGrants, lookUpAll, type TrustLookup } from "../trust/load_trust.ts";
import { judgeSignature } from "./judge_signature.ts";
import { raiseMinimum, requireNotOlder } from "./judge_version.ts";

/** A package whose signature holds, and what that states. */
interface Verified extends VersionedPackage {
  readonly statement: Statement;
}

/**
 * Refuses the packages that are older than one of their name that the organisation accepted before, and keeps the
 * versions of the others, in one transaction: of requests at the same time the highest version stays. Each signature is
 * verified again, as the caller's word counts for nothing; all are judged by the minimum versions as they were before.
 * Throws what is no package's fault, such as `store_corrupt`: then none passed.
 */
export async function raiseMinimumForOrg(
  parts: LocalParts,
  request: RaiseMinimumRequest,
): Promise<readonly VersionVerdict[]> {
  // Around the transaction: if the commit fails, those that raised nothing do not pass either.
  const toFailure = (error: CloacinaError) =>
    request.packages.map(({ signature }) =>
      verificationFailure(signature.packageHash, error, request)
    );
  return await auditingFailure(
    parts.audit,
    toFailure,
    () => transact(parts, {}, (writer) => judgeAndRaise(parts, writer, request)),
  );
}

async function judgeAndRaise(
  parts: LocalParts,
  writer: StoreWriter,
  request: RaiseMinimumRequest,
): Promise<Outcome<readonly VersionVerdict[]>> {
  const signed = await verifyAll(parts, writer, request);
  await writer.lock("minimum versions");
  const verified = await stillTrusted(writer, request, signed);
  const minimum = await minimumOf(writer, request, verified);
  const verdicts = await Promise.all(
    verified.map((one) => isRefused(one) ? one : judgeVersion(minimum, one)),
  );
  const raised = raisedBy(minimum, verdicts);
  await save(parts, writer, { request, raised });
  return {
    result: verdicts,
    events: raised.map((one) => raisedEvent(request, one)),
    refusals: verdicts.filter(isRefused)
      .map((refused) => verificationFailure(refused.packageHash, refused, request)),
  };
}

/** By the trust of this moment, from the database that takes the change: a standby may be behind it. */
async function verifyAll(
  { now }: LocalParts,
  writer: StoreWriter,
  request: RaiseMinimumRequest,
): Promise<readonly (Verified | RefusedVersion)[]> {
  const judging = { request, lookup: await trustNow(writer, request), now: now() };
  return await Promise.all(
    request.packages.map((one) => orRefusal(one, () => verify(one, judging))),
  );
}

async function verify(
  one: VersionedPackage,
  { request, lookup, now }: {
    readonly request: RaiseMinimumRequest;
    readonly lookup: TrustLookup;
    readonly now: Date;
  },
): Promise<Verified> {
  const { name, signature } = one;
  const demands = { ...NO_DEMANDS, ...request.demands, isRequired: true };
  const hashed = { name, hash: signature.packageHash };
  const { statement } = await judgeSignature(hashed, signature, { lookup, now, demands });
  return { ...one, statement: statement! };
}

/** Whoever waited for the lock may have missed a revocation. */
async function stillTrusted(
  writer: StoreWriter,
  request: RaiseMinimumRequest,
  signed: readonly (Verified | RefusedVersion)[],
): Promise<readonly (Verified | RefusedVersion)[]> {
  const lookup = await trustNow(writer, request);
  const requireTrusted = async (one: Verified) => {
    const { name, signature } = one;
    requireTrustedSigner(await lookup(signature.keyFingerprint), signature, { name });
    return one;
  };
  return await Promise.all(
    signed.map((one) => isRefused(one) ? one : orRefusal(one, () => requireTrusted(one))),
  );
}

/** What is known of all signers, read at once. */
async function trustNow(
  writer: StoreWriter,
  { orgId, packages }: RaiseMinimumRequest,
): Promise<TrustLookup> {
  const signers = new Set(packages.map(({ signature }) => signature.keyFingerprint));
  return await lookUpAll(writer, await loadGrants(writer, orgId), [...signers]);
}

/** One damaged row among them lets nothing pass. */
async function minimumOf(
  writer: StoreWriter,
  { orgId }: RaiseMinimumRequest,
  verified: readonly (Verified | RefusedVersion)[],
): Promise<MinimumVersions> {
  const names = verified.flatMap((one) => isRefused(one) ? [] : one.statement.claims["name"] ?? []);
  const rows = await writer.minimumVersions(orgId, [...new Set(names)]);
  return new Map(rows.map(({ name, version }) => [name, version]));
}

async function judgeVersion(
  minimum: MinimumVersions,
  one: Verified,
): Promise<VersionVerdict> {
  const { name, statement, signature: { packageHash, keyFingerprint } } = one;
  return await orRefusal(
    one,
    () => ({ packageHash, keyFingerprint, ...requireNotOlder(minimum, statement, name) }),
  );
}

async function orRefusal<Result>(
  { signature: { packageHash } }: VersionedPackage,
  judge: () => Result | Promise<Result>,
): Promise<Result | RefusedVersion> {
  try {
    return await judge();
  } catch (thrown) {
    const error = toCloacinaError(thrown);
    const { code, message, hint = null } = error;
    if (isOfSignature(error) || code === "version_rolled_back") {
      return { packageHash, code, message, hint };
    }
    throw error;
  }
}

/** For each name whose minimum is raised, the first package that has the new one. */
function raisedBy(
  minimum: MinimumVersions,
  verdicts: readonly VersionVerdict[],
): readonly AcceptedVersion[] {
  const accepted = verdicts.filter((one) => !isRefused(one)) as readonly AcceptedVersion[];
  const raised = raiseMinimum(minimum, accepted) ?? minimum;
  const byName = Map.groupBy(accepted, ({ name }) => name);
  return [...byName].flatMap(([name, packages]) =>
    raised.get(name) === minimum.get(name)
      ? []
      : packages.find(({ version }) => version === raised.get(name))!
  );
}

async function save(
  { now, newId }: LocalParts,
  writer: StoreWriter,
  { request: { orgId }, raised }: {
    readonly request: RaiseMinimumRequest;
    readonly raised: readonly AcceptedVersion[];
  },
): Promise<void> {
  const raisedAt = now();
  await Promise.all(
    raised.map(({ name, version }) =>
      writer.saveMinimumVersion({ id: newId(), orgId, name, version, raisedAt })
    ),
  );
}

function raisedEvent(
  { orgId }: RaiseMinimumRequest,
  { packageHash, keyFingerprint: fingerprint, name, version }: AcceptedVersion,
): ChangeEvent {
  const named = { packageName: name, packageVersion: version };
  return { type: "minimum_version.raised", orgId, fingerprint, packageHash, ...named };
}
