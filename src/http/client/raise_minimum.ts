import { encodeRequest } from "../../contract/endpoint.ts";
import {
  PACKAGES,
  type RaiseMinimumRequest,
  type VersionedPackage,
} from "../../contract/packages.ts";
import { VERSION_CLAIM } from "../../domain/claims.ts";
import {
  isRefused,
  type RefusedVersion,
  type VersionVerdict,
} from "../../domain/minimum_version.ts";
import { withPackageName } from "../../domain/package_hash.ts";
import { MAX_SIGNATURES } from "../../domain/signature.ts";
import type { Claims } from "../../domain/statement.ts";
import { parseStatement } from "../../formats/statement/statement.ts";
import type { Operations } from "../../operations/operations.ts";
import { orderOfVersions } from "../../domain/versions.ts";
import { notGenuine } from "./genuine.ts";
import { MAX_MESSAGE } from "./remote_error.ts";

const { maxBytes } = PACKAGES.raiseMinimum;

/** A package, where it stands in the request, and what its statement claims. */
interface Claiming {
  readonly at: number;
  readonly one: VersionedPackage;
  readonly claims: Claims;
}

/**
 * `package.raiseMinimum` of a server, in as few requests as hold the signatures. They are sent with the oldest version
 * first, so that what an earlier request raises refuses no package of a later one.
 */
export async function raiseOnServer(
  ask: Pick<Operations["package"], "raiseMinimum">,
  request: RaiseMinimumRequest,
): Promise<readonly VersionVerdict[]> {
  const verdicts: VersionVerdict[] = [];
  for (const part of await partsOf(request)) {
    const packages = part.map(({ one }) => one);
    const judged = await ask.raiseMinimum({ ...request, packages });
    for (const [index, { at, one, claims }] of part.entries()) {
      verdicts[at] = requireJudged(one, claims, judged[index]);
    }
  }
  return verdicts;
}

async function partsOf(
  request: RaiseMinimumRequest,
): Promise<readonly (readonly Claiming[])[]> {
  const parts: Claiming[][] = [];
  let left = 0;
  for (const claiming of request.packages.map(toClaiming).toSorted(byVersion)) {
    const bytes = await bytesOf({ ...request, packages: [claiming.one] });
    const part = parts.at(-1);
    const isFull = part === undefined || part.length === MAX_SIGNATURES || bytes > left;
    if (isFull) {
      parts.push([claiming]);
      left = maxBytes - bytes;
    } else {
      part.push(claiming);
      left -= bytes;
    }
  }
  return parts;
}

/** What the server cannot read, it refuses. */
function toClaiming(one: VersionedPackage, at: number): Claiming {
  const { name, signature: { statement } } = one;
  try {
    const claims = statement === undefined ? {} : parseStatement(statement.payload, name).claims;
    return { at, one, claims };
  } catch {
    return { at, one, claims: {} };
  }
}

function byVersion({ claims: one }: Claiming, { claims: other }: Claiming): number {
  const [left, right] = [one[VERSION_CLAIM], other[VERSION_CLAIM]];
  return left !== undefined && right !== undefined
    ? orderOfVersions(left, right)
    : Number(left !== undefined) - Number(right !== undefined);
}

/** The size of a request, of which each further package takes no more. */
async function bytesOf(request: RaiseMinimumRequest): Promise<number> {
  const { body } = await encodeRequest(PACKAGES.raiseMinimum, request);
  return new TextEncoder().encode(JSON.stringify(body)).length;
}

/** An answer about this package: what was accepted is what its statement claims. */
function requireJudged(
  { name, signature: { packageHash, keyFingerprint } }: VersionedPackage,
  { name: claimed, [VERSION_CLAIM]: version }: Claims,
  verdict: VersionVerdict | undefined,
): VersionVerdict {
  const isOfPackage = verdict?.packageHash === packageHash;
  if (isOfPackage && isRefused(verdict)) return named(verdict, name);
  const isAsClaimed = isOfPackage && !isRefused(verdict) &&
    verdict.keyFingerprint === keyFingerprint && verdict.name === claimed &&
    verdict.version === version;
  if (isAsClaimed) return verdict;
  throw notGenuine(`verify ${name}`, "the server compared another version");
}

/** With the name that the user knows the package by. Hints of a server stand in its message, as those of its errors do. */
function named({ packageHash, code, message, hint }: RefusedVersion, name: string): RefusedVersion {
  const own = message.startsWith("Cannot ")
    ? withPackageName(message, { name, hash: packageHash })
    : `Cannot verify ${name}: the server says ${message}`;
  const whole = hint === null ? own : `${own} (${hint})`;
  return { packageHash, code, message: whole.slice(0, MAX_MESSAGE), hint: null };
}
