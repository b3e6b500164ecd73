import { quoted } from "./quoted.ts";
import { CloacinaError } from "../errors.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { fieldsOf, isDamaged, type Stored } from "./damaged.ts";
import type { OrgId } from "./ids.ts";
import { ambiguous, describedDamaged } from "./key_choice.ts";
import {
  exactFingerprint,
  hexPrefix,
  namesMeant,
  referenceToFingerprint,
} from "./key_reference.ts";
import type { TrustedKeyRecord } from "./records.ts";
import { shownReference } from "./shown_text.ts";

/** The fields of an organisation's own active row that a reference is matched against. */
interface MeantTrustedKey {
  readonly fingerprint: Fingerprint;
  readonly name: string | null;
}

/** Whether a reference matches a trusted key by name or fingerprint prefix, or exactly with `fingerprint:`. */
export function isMeantTrustedKey(text: string, { fingerprint, name }: MeantTrustedKey): boolean {
  const exact = exactFingerprint(text);
  if (exact !== undefined) return fingerprint === exact;
  if (name !== null && namesMeant(text).includes(name)) return true;
  const prefix = hexPrefix(text);
  return prefix !== undefined && fingerprint.startsWith(prefix);
}

/**
 * The single matching row among an organisation's own active ones. Throws `trust_not_found` if there is none, and
 * `invalid_request` if there are several, with a hint that lists them.
 */
export function requireOneTrustedKey<Key extends Stored<TrustedKeyRecord>>(
  orgId: OrgId,
  text: string,
  candidates: readonly Key[],
): Key {
  const [key, ...others] = candidates;
  if (key === undefined) throw notFound(orgId, text);
  if (others.length > 0) throw ambiguous("trusted key", text, candidates.map(described));
  return key;
}

/** Throws `key_revoked` if a reference matches no active row of the organisation, but a revoked one. */
export function requireNoneRevoked(
  text: string,
  candidates: readonly Stored<TrustedKeyRecord>[],
): void {
  const [key, ...others] = candidates;
  if (key === undefined) return;
  const { revokedAt } = fieldsOf(key);
  const when = revokedAt ? `at ${revokedAt.toISOString()}` : "already";
  const message = others.length > 0
    ? `Cannot revoke the trusted key ${
      quoted(shownReference(text))
    }: every key that matches was already revoked`
    : `Cannot revoke the trusted key ${calledBy(key)}: it was revoked ${when}`;
  throw new CloacinaError("key_revoked", message, {
    hint: "`cloacina keys trusted list --all` shows it",
  });
}

function calledBy(key: Stored<TrustedKeyRecord>): string {
  if (isDamaged(key)) return described(key);
  const { name, fingerprint } = key;
  return name === null ? fingerprint : `${quoted(name)} (${fingerprint})`;
}

/** Validates the hex prefix of a fingerprint. Throws `invalid_request`. */
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

function described(key: Stored<TrustedKeyRecord>): string {
  if (isDamaged(key)) return describedDamaged(key);
  const reference = referenceToFingerprint(key.fingerprint);
  return key.name === null ? reference : `${reference} (${key.name})`;
}
