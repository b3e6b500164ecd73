import type { OrgId } from "../../domain/ids.ts";
import { isRefused, type VersionVerdict } from "../../domain/minimum_version.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import type { StatementDemands } from "../../domain/statement.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError, toCloacinaError } from "../../errors.ts";
import type { Operations } from "../../operations/operations.ts";
import { type NamedPlace, namingReason } from "../asked_place.ts";
import { displayName } from "../terminal/standard_streams.ts";
import type { Outcome } from "./batch.ts";

/** A package that passed all else, by this signature. */
interface Passed {
  readonly signature: PackageSignature;
}

/** The outcomes of a batch, and by what they were judged. */
interface Batch<Value> {
  readonly outcomes: readonly Outcome<Value>[];
  readonly place: NamedPlace;
  readonly orgId: OrgId;
  readonly demands: StatementDemands | undefined;
}

/**
 * As of `minimum_versions_file.ts`, with the minimum versions of an organisation in a store or on a server, which verify
 * the signatures again and tell their own audit log.
 */
export async function keepMinimum<Value extends Passed>(
  operations: Operations["package"],
  { outcomes, place, orgId, demands }: Batch<Value>,
): Promise<readonly Outcome<Value>[]> {
  const passed = outcomes.flatMap((one) => "error" in one ? [] : [one]);
  if (passed.length === 0) return outcomes;
  const packages = passed.map(({ path, value: { signature } }) => ({
    name: quoted(displayName(path)),
    signature,
  }));
  const request = { orgId, packages, ...(demands && { demands }) };
  const judge = (): Promise<readonly (VersionVerdict | CloacinaError)[]> =>
    namingReason(place.because, () => operations.raiseMinimum(request));
  const verdicts = await judge().catch((thrown) => packages.map(() => toCloacinaError(thrown)));
  const byOutcome = new Map(passed.map((one, at) => [one as Outcome<Value>, verdicts[at]!]));
  return outcomes.map((one) => refused(one, byOutcome.get(one)));
}

function refused<Value>(
  outcome: Outcome<Value>,
  verdict: VersionVerdict | CloacinaError | undefined,
): Outcome<Value> {
  const { path } = outcome;
  if (verdict instanceof CloacinaError) return { path, error: verdict };
  if (verdict === undefined || !isRefused(verdict)) return outcome;
  const { code, message, hint } = verdict;
  return { path, error: new CloacinaError(code, message, { hint: hint ?? undefined }) };
}
