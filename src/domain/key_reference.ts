import type { Fingerprint } from "./fingerprint.ts";
import { isUuid, type KeyId, type OrgId } from "./ids.ts";

/** The fewest characters by which a key may be meant. */
export const MIN_PREFIX_LENGTH = 8;

/** What stands before an id by which one signing key is meant, whatever others are called. */
const ID = "id:";

/** The same before the fingerprint of a trusted key. */
const FINGERPRINT = "fingerprint:";

/**
 * How a person means a signing key: by its name, or by how its id or fingerprint begins, all of which are read; or by
 * `id:` and its id, which has this one reading. `orgId`, where it is given, restricts them; without it names mean nothing.
 */
export interface KeyReference {
  readonly text: string;
  readonly orgId: OrgId | null;
}

/** What a reference is compared with. */
export interface MeantKey {
  readonly id: KeyId;
  readonly orgId: OrgId;
  readonly name: string;
  readonly fingerprint: Fingerprint;
}

/** The reference that means the key with this id and no other. */
export function referenceToId(id: KeyId): string {
  return `${ID}${id}`;
}

/** The reference that means the trusted key with this fingerprint and no other. */
export function referenceToFingerprint(fingerprint: Fingerprint): string {
  return `${FINGERPRINT}${fingerprint}`;
}

/** The id by which one key is meant; undefined for a text that may be read in other ways too. */
export function exactId(text: string): KeyId | undefined {
  const id = text.startsWith(ID) ? text.slice(ID.length) : "";
  return isUuid(id) ? id.toLowerCase() as KeyId : undefined;
}

/** The fingerprint by which one trusted key is meant; undefined for a text that may be read in other ways too. */
export function exactFingerprint(text: string): Fingerprint | undefined {
  const hex = text.startsWith(FINGERPRINT) ? text.slice(FINGERPRINT.length).toLowerCase() : "";
  return /^[0-9a-f]{64}$/.test(hex) ? hex as Fingerprint : undefined;
}

/** The hex by which the text may begin an id or a fingerprint: dashes do not count. Undefined for any other text. */
export function hexPrefix(text: string): string | undefined {
  const hex = text.toLowerCase().replaceAll("-", "");
  return /^[0-9a-f]+$/.test(hex) && hex.length >= MIN_PREFIX_LENGTH && hex.length <= 64
    ? hex
    : undefined;
}

/** The names that the text may be, in either normal form of Unicode: the engine keeps names as they were typed. */
export function namesMeant(text: string): readonly string[] {
  return [...new Set([text, text.normalize("NFC"), text.normalize("NFD")])];
}

/** Whether a reference means the key, in any of its readings; where no organisation is given, in whosever it is. */
export function isMeant({ text, orgId }: KeyReference, key: MeantKey): boolean {
  if (orgId !== null && key.orgId !== orgId) return false;
  const id = exactId(text);
  if (id !== undefined) return key.id === id;
  if (namesMeant(text).includes(key.name)) return true;
  const prefix = hexPrefix(text);
  return prefix !== undefined &&
    (key.id.replaceAll("-", "").startsWith(prefix) || key.fingerprint.startsWith(prefix));
}

/** Whether a name would have a second reading: hex of 8 characters or more in any width or style, or the form `id:…`. */
export function looksLikeReference(name: string): boolean {
  const plain = name.normalize("NFKC");
  if (plain.startsWith(ID) || plain.startsWith(FINGERPRINT)) return true;
  const hex = plain.replaceAll("-", "");
  return /^[0-9a-f]*$/i.test(hex) && hex.length >= MIN_PREFIX_LENGTH;
}
