import { LOWER_HEX_32_BYTES } from "./patterns.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { isUuid, type KeyId, type OrgId } from "./ids.ts";

/** The fewest characters by which a key may be meant. */
export const MIN_PREFIX_LENGTH = 8;

/** What stands before an id by which one signing key is meant, whatever others are called. Read in any case. */
const ID = "id:";

/** The same before the fingerprint of a trusted key. */
const FINGERPRINT = "fingerprint:";

const REFERENCE = new RegExp(`^\\s*(?:${ID}|${FINGERPRINT})`, "i");

const UUID_INSIDE = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** Hex behind what tools write before it: `word:`, `word=`, 0x, \x, a quote or a bracket. */
const HEX_BEHIND_A_SIGN = /(?:[^\p{L}\p{N}\p{M}\s._/-]\s*|0x|\\x)[0-9a-f](?:[-: ]?[0-9a-f]){7}/iu;

/** The same at the beginning of a text. A word of hex digits alone may be the first of several that colons divide. */
const SIGNS_BEFORE =
  /^[^\p{L}\p{N}-]*(?:(?=[\w.-]*[g-z_.])[\w.-]+\s*[^\p{L}\p{N}\s-])?[^\p{L}\p{N}-]*(?:0?x)?[^\p{L}\p{N}-]*/u;

const SIGNS_BEHIND = /[^\p{L}\p{N}-]+$/u;

/** No name is longer, nor is a reference with signs around it and in it. */
const MAX_LENGTH = 255;

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
  const id = behind(ID, text);
  return isUuid(id) ? id as KeyId : undefined;
}

/** The fingerprint by which one trusted key is meant; undefined for a text that may be read in other ways too. */
export function exactFingerprint(text: string): Fingerprint | undefined {
  const hex = behind(FINGERPRINT, text);
  return LOWER_HEX_32_BYTES.test(hex) ? hex as Fingerprint : undefined;
}

/**
 * The hex by which the text may begin an id or a fingerprint: dashes, colons and spaces in it do not count, nor does what
 * tools write around it, as in `SHA256:9d61…` or `"0x9d61…"`. Undefined for any other text.
 */
export function hexPrefix(text: string): string | undefined {
  const hex = bareHex(text);
  return hex !== undefined && hex.length <= 64 ? hex : undefined;
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

/** Whether a name would have a second reading, or holds an id or hex that is written as a reference is, in any width or style. */
export function looksLikeReference(name: string): boolean {
  const plain = name.normalize("NFKC");
  return REFERENCE.test(plain) || UUID_INSIDE.test(plain) || HEX_BEHIND_A_SIGN.test(plain) ||
    bareHex(plain) !== undefined;
}

/** What stands behind a prefix, in lower case; nothing where another or none stands there. */
function behind(prefix: string, text: string): string {
  const lower = text.toLowerCase();
  return lower.startsWith(prefix) ? lower.slice(prefix.length) : "";
}

function bareHex(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const hex = text.normalize("NFKC").toLowerCase()
    .replace(SIGNS_BEFORE, "").replace(SIGNS_BEHIND, "").replace(/[-:\s]/g, "");
  return /^[0-9a-f]+$/.test(hex) && hex.length >= MIN_PREFIX_LENGTH ? hex : undefined;
}
