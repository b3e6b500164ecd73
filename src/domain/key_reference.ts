import { LOWER_HEX_32_BYTES, LOWER_UUID_SOURCE } from "./patterns.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { isUuid, type KeyId, type OrgId } from "./ids.ts";

/** The minimum length of an ID or fingerprint prefix. */
export const MIN_PREFIX_LENGTH = 8;

/** Prefix of a reference by exact ID, which never matches a name. Case-insensitive. */
const ID = "id:";

/** The same for the fingerprint of a trusted key. */
const FINGERPRINT = "fingerprint:";

const REFERENCE = new RegExp(`^\\s*(?:${ID}|${FINGERPRINT})`, "i");

const UUID_INSIDE = new RegExp(LOWER_UUID_SOURCE, "i");

/** Hex after a prefix that tools write: `word:`, `word=`, 0x, \x, a quote or a bracket. */
const HEX_BEHIND_A_SIGN = /(?:[^\p{L}\p{N}\p{M}\s._/-]\s*|0x|\\x)[0-9a-f](?:[-: ]?[0-9a-f]){7}/iu;

/** The same at the start of a text. A word of hex digits alone may be the first group of colon-separated hex. */
const SIGNS_BEFORE =
  /^[^\p{L}\p{N}-]*(?:(?=[\w.-]*[g-z_.])[\w.-]+\s*[^\p{L}\p{N}\s-])?[^\p{L}\p{N}-]*(?:0?x)?[^\p{L}\p{N}-]*/u;

const SIGNS_BEHIND = /[^\p{L}\p{N}-]+$/u;

/** The end of an ID that a table shortened. */
const SHORTENED = /…$/u;

/** The maximum length of a name, and of a reference with its prefix and separators. */
const MAX_LENGTH = 255;

/**
 * How a user refers to a signing key: by name, or by a prefix of its ID or fingerprint, all of which are tried; or by
 * `id:` and the ID, which is exact. `orgId`, if given, restricts the search; without it, names do not match.
 */
export interface KeyReference {
  readonly text: string;
  readonly orgId: OrgId | null;
}

/** The fields that a reference is matched against. */
interface MeantKey {
  readonly id: KeyId;
  readonly orgId: OrgId;
  readonly name: string;
  readonly fingerprint: Fingerprint;
}

/** The exact reference to what has this ID. */
export function referenceToId(id: string): string {
  return `${ID}${id}`;
}

/** The exact reference to the trusted key with this fingerprint. */
export function referenceToFingerprint(fingerprint: Fingerprint): string {
  return `${FINGERPRINT}${fingerprint}`;
}

/** The ID in an exact reference; undefined for any other text. */
export function exactId(text: string): KeyId | undefined {
  const id = behind(ID, text);
  return isUuid(id) ? id as KeyId : undefined;
}

/** The fingerprint in an exact reference; undefined for any other text. */
export function exactFingerprint(text: string): Fingerprint | undefined {
  const hex = behind(FINGERPRINT, text);
  return LOWER_HEX_32_BYTES.test(hex) ? hex as Fingerprint : undefined;
}

/**
 * The text as a hex prefix of an ID or fingerprint, without dashes, colons, spaces and what tools write around hex, as
 * in `SHA256:9d61…` or `"0x9d61…"`, or without the sign at which a table shortened it. Undefined for any other text.
 */
export function hexPrefix(text: string): string | undefined {
  const hex = bareHex(text);
  return hex !== undefined && hex.length <= 64 ? hex : undefined;
}

/** The names that the text may stand for, in both Unicode normal forms: the engine stores names as they were typed. */
export function namesMeant(text: string): readonly string[] {
  return [...new Set([text, text.normalize("NFC"), text.normalize("NFD")])];
}

/** Whether a reference matches the key by name, ID or fingerprint; without `orgId`, in any organisation. */
export function isMeant({ text, orgId }: KeyReference, key: MeantKey): boolean {
  if (orgId !== null && key.orgId !== orgId) return false;
  const id = exactId(text);
  if (id !== undefined) return key.id === id;
  if (namesMeant(text).includes(key.name)) return true;
  const prefix = hexPrefix(text);
  return prefix !== undefined &&
    (key.id.replaceAll("-", "").startsWith(prefix) || key.fingerprint.startsWith(prefix));
}

/**
 * Whether a name could be mistaken for a reference: it contains an ID or hex, also in full-width or styled characters.
 */
export function looksLikeReference(name: string): boolean {
  const plain = name.normalize("NFKC");
  return REFERENCE.test(plain) || UUID_INSIDE.test(plain) || HEX_BEHIND_A_SIGN.test(plain) ||
    bareHex(name) !== undefined;
}

/** The text after a prefix, in lower case; empty if the text does not have that prefix. */
function behind(prefix: string, text: string): string {
  const lower = text.toLowerCase();
  return lower.startsWith(prefix) ? lower.slice(prefix.length) : "";
}

function bareHex(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const hex = text.replace(SHORTENED, "").normalize("NFKC").toLowerCase()
    .replace(SIGNS_BEFORE, "").replace(SIGNS_BEHIND, "").replace(/[-:\s]/g, "");
  return /^[0-9a-f]+$/.test(hex) && hex.length >= MIN_PREFIX_LENGTH ? hex : undefined;
}
