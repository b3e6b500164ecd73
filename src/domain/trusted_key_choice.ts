import { CloacinaError } from "../errors.ts";
import type { OrgId } from "./ids.ts";
import { MAX_CANDIDATES } from "./key_choice.ts";
import { hexPrefix, MIN_PREFIX_LENGTH } from "./key_reference.ts";
import type { TrustedKeyRecord } from "./records.ts";

/**
 * The one of an organisation's own active rows that a fingerprint or its beginning means. Throws `trust_not_found` for
 * none, and `invalid_request` for several, with a hint that lists them.
 */
export function requireOneTrustedKey(
  orgId: OrgId,
  text: string,
  candidates: readonly TrustedKeyRecord[],
): TrustedKeyRecord {
  const [key, ...others] = candidates;
  if (key === undefined) throw notFound(orgId, text);
  if (others.length > 0) throw ambiguous(text, candidates);
  return key;
}

/** The hex by which a fingerprint begins. Throws `invalid_request` for any other text. */
export function requireFingerprintPrefix(text: string): string {
  const prefix = hexPrefix(text);
  if (prefix !== undefined) return prefix;
  throw new CloacinaError(
    "invalid_request",
    `Cannot find the trusted key ${text}: it is no fingerprint`,
    {
      hint: `give the fingerprint, or its first ${MIN_PREFIX_LENGTH} or more hex characters`,
    },
  );
}

function notFound(orgId: OrgId, text: string): CloacinaError {
  return new CloacinaError(
    "trust_not_found",
    `Cannot find the trusted key ${text}: organisation ${orgId} itself trusts no such key`,
    {
      hint:
        "`cloacina keys trusted list` shows them; one trusted through a grant is revoked where it is trusted",
    },
  );
}

function ambiguous(text: string, candidates: readonly TrustedKeyRecord[]): CloacinaError {
  const listed = candidates.slice(0, MAX_CANDIDATES)
    .map(({ fingerprint, name }) => name === null ? fingerprint : `${fingerprint} (${name})`);
  const others = candidates.length > MAX_CANDIDATES ? ["and others"] : [];
  return new CloacinaError(
    "invalid_request",
    `Cannot choose the trusted key ${text}: it means several`,
    {
      hint: `say which: ${[...listed, ...others].join("; ")}`,
    },
  );
}
