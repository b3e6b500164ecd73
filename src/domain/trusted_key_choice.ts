import { quoted } from "./quoted.ts";
import { CloacinaError } from "../errors.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { OrgId } from "./ids.ts";
import { MAX_CANDIDATES } from "./key_choice.ts";
import {
  exactFingerprint,
  hexPrefix,
  namesMeant,
  referenceToFingerprint,
} from "./key_reference.ts";
import { shownReference } from "./shown_text.ts";

/** What a word is compared with, of a row of an organisation's own that is active. */
export interface MeantTrustedKey {
  readonly fingerprint: Fingerprint;
  readonly name: string | null;
}

/**
 * Whether a word means a trusted key: as its name, or as how its fingerprint begins. `fingerprint:` and the whole of it
 * has this one reading.
 */
export function isMeantTrustedKey(text: string, { fingerprint, name }: MeantTrustedKey): boolean {
  const exact = exactFingerprint(text);
  if (exact !== undefined) return fingerprint === exact;
  if (name !== null && namesMeant(text).includes(name)) return true;
  const prefix = hexPrefix(text);
  return prefix !== undefined && fingerprint.startsWith(prefix);
}

/**
 * The one of an organisation's own active rows that is meant. Throws `trust_not_found` for none, and `invalid_request` for
 * several, with a hint that lists them.
 */
export function requireOneTrustedKey<Key extends MeantTrustedKey>(
  orgId: OrgId,
  text: string,
  candidates: readonly Key[],
): Key {
  const [key, ...others] = candidates;
  if (key === undefined) throw notFound(orgId, text);
  if (others.length > 0) throw ambiguous(text, candidates);
  return key;
}

/**
 * None of an organisation's own rows that were revoked is meant, where no active one is: then there is nothing left to
 * revoke. Throws `key_revoked`.
 */
export function requireNoneRevoked(
  text: string,
  candidates: readonly (MeantTrustedKey & { readonly revokedAt: Date | null })[],
): void {
  const [key, ...others] = candidates;
  if (key === undefined) return;
  const message = others.length > 0
    ? `Cannot revoke the trusted key ${
      quoted(shownReference(text))
    }: every key that matches was already revoked`
    : `Cannot revoke the trusted key ${
      calledBy(key)
    }: it was revoked at ${key.revokedAt?.toISOString()}`;
  throw new CloacinaError("key_revoked", message, {
    hint: "`cloacina keys trusted list --all` shows it",
  });
}

function calledBy({ name, fingerprint }: MeantTrustedKey): string {
  return name === null ? fingerprint : `${quoted(name)} (${fingerprint})`;
}

/** The hex by which a fingerprint begins. Throws `invalid_request` for any other text. */
export function requireFingerprintPrefix(text: string): string {
  const prefix = hexPrefix(text);
  if (prefix !== undefined) return prefix;
  throw new CloacinaError(
    "invalid_request",
    `Cannot find the trusted key ${quoted(shownReference(text))}: it is not a fingerprint`,
    {
      hint: "give the fingerprint, or a prefix of at least eight characters",
    },
  );
}

function notFound(orgId: OrgId, text: string): CloacinaError {
  return new CloacinaError(
    "trust_not_found",
    `Cannot find the trusted key ${
      quoted(shownReference(text))
    }: organisation ${orgId} itself trusts no such key`,
    {
      hint:
        "`cloacina keys trusted list` shows names and fingerprints; a prefix of at least eight characters is enough. " +
        "A key that is trusted through a grant is revoked in the organisation that trusts it",
    },
  );
}

function ambiguous(text: string, candidates: readonly MeantTrustedKey[]): CloacinaError {
  const listed = candidates.slice(0, MAX_CANDIDATES)
    .map(({ fingerprint, name }) => {
      const reference = referenceToFingerprint(fingerprint);
      return name === null ? reference : `${reference} (${name})`;
    });
  const others = candidates.length > MAX_CANDIDATES ? ["and others"] : [];
  return new CloacinaError(
    "invalid_request",
    `Cannot find the trusted key ${quoted(shownReference(text))}: several keys match`,
    {
      hint: `specify one of: ${[...listed, ...others].join("; ")}`,
    },
  );
}
