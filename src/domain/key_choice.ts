import { quoted } from "./quoted.ts";
import { CloacinaError } from "../errors.ts";
import { exactId, type KeyReference, referenceToId } from "./key_reference.ts";
import { type Damaged, isDamaged, type Stored } from "./damaged.ts";
import type { SigningKeyRecord } from "./records.ts";
import { shownReference } from "./shown_text.ts";

/** The maximum number of candidates that an error lists. */
export const MAX_CANDIDATES = 10;

/**
 * The single key that matches a reference. Throws `key_not_found` if none does, and `invalid_request` if several do,
 * with a hint that lists them; pass MAX_CANDIDATES + 1 keys so that it can say whether there are more.
 */
export function requireOneKey<Key extends Stored<SigningKeyRecord>>(
  reference: KeyReference,
  candidates: readonly Key[],
): Key {
  const [key, ...others] = candidates;
  if (key === undefined) throw notFound(reference);
  if (others.length > 0) throw ambiguous("key", reference.text, candidates.map(described));
  return key;
}

/** Requires a key that is not revoked. Throws `key_revoked`; `action` reads "sign with". */
export function requireActive(key: SigningKeyRecord, action: string, hint?: string): void {
  if (key.revokedAt === null) return;
  throw new CloacinaError(
    "key_revoked",
    `Cannot ${action} the key ${
      quoted(key.name)
    } (${key.id}): it was revoked at ${key.revokedAt.toISOString()}`,
    { hint },
  );
}

function notFound({ text, orgId }: KeyReference): CloacinaError {
  const state = orgId === null ? "there is no such key" : `organisation ${orgId} has no such key`;
  const hint = orgId === null
    ? "refer to a key by its ID, its name (with --org), or a prefix of at least eight characters"
    : "`cloacina keys list --all` shows the keys of the organisation, `cloacina keys trusted list` those it trusts";
  const value = exactId(text) ?? text;
  return new CloacinaError(
    "key_not_found",
    `Cannot find the key ${quoted(shownReference(value))}: ${state}`,
    { hint },
  );
}

/** The error of a reference to a `kind` of key that several match: it lists what refers to one of them alone. */
export function ambiguous(
  kind: "key" | "trusted key",
  text: string,
  candidates: readonly string[],
): CloacinaError {
  const listed = candidates.slice(0, MAX_CANDIDATES);
  const others = candidates.length > MAX_CANDIDATES ? ["and others"] : [];
  return new CloacinaError(
    "invalid_request",
    `Cannot find the ${kind} ${quoted(shownReference(text))}: several keys match`,
    { hint: `specify one of: ${[...listed, ...others].join("; ")}` },
  );
}

/** A damaged row in that list. */
export function describedDamaged({ intact: { id } }: Damaged<{ readonly id: string }>): string {
  return id === undefined ? "a damaged row" : `${referenceToId(id)} (damaged)`;
}

function described(key: Stored<SigningKeyRecord>): string {
  if (isDamaged(key)) return describedDamaged(key);
  return `${referenceToId(key.id)} (${key.name}, ${key.fingerprint})`;
}
