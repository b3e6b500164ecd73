import { holdsKey } from "./holds_key.ts";
import { LOWER_UUID_SOURCE } from "./patterns.ts";
import { isBase64Key, isHexKey, secretIn } from "./secret_text.ts";

/** Replaces a value in messages that may be a secret. */
export const NOT_SHOWN = "(not shown, as it may be a secret)";

/** The longest file name on any common file system. */
const MAX_NAME_LENGTH = 255;

/** The longest path on Linux, in bytes: one of more characters leads nowhere. */
export const MAX_PATH_LENGTH = 4096;

/** The names of the standard streams in messages. */
export const STREAM_NAME = /^standard (input|output|error)$/;

/** How many characters of a hash to show: enough to recognise it, too few to reveal a seed given by mistake. */
const SHORT_LENGTH = 8;

/**
 * A path as error messages may repeat it: hidden if it contains a secret or a key in any encoding, or is not a
 * plausible path (several lines, a name over 255 characters, a phrase). 64 hex characters are shortened to 8.
 */
export function shownPath(path: string): string {
  // The length first: a list of paths may have a line of megabytes, in which to look for a secret takes minutes.
  if (path.length > MAX_PATH_LENGTH) return NOT_SHOWN;
  // Base64 may contain slashes.
  const words = [path, path.replace(/^\.?\//, ""), ...path.split(/[\\/]/)];
  const isHidden = secretIn(path) !== null || words.some(isBase64Key) || path.includes("\n") ||
    words.slice(2).some(({ length }) => length > MAX_NAME_LENGTH) || isPhrase(path);
  // Names of records in a key directory have a fingerprint before the first _.
  return isHidden ? NOT_SHOWN : shortened(path, /([\\/_])/);
}

/** A key reference as error messages may repeat it: like a path, but names may have spaces. */
export function shownReference(text: string): string {
  // The length first: to look for a password in a long text takes long, and strangers send such texts.
  const isPlausible = text.length <= MAX_NAME_LENGTH && secretIn(text) === null &&
    !isBase64Key(text);
  // As in fingerprint:9d61…
  return isPlausible ? shortened(text, /(:)/) : NOT_SHOWN;
}

/**
 * A malformed number, hash, ID, address or word, as a message may repeat it: too short for a key, and digits and letters
 * are not mixed as in passwords.
 */
export function shownValue(text: string): string {
  return /^([0-9a-f.:+-]{0,39}|[a-z_.-]{0,20}(:\d{1,5})?)$/i.test(text) ? text : NOT_SHOWN;
}

/** The same for what should be one of a few words. */
export function shownWord(text: string): string {
  return /^[a-z_.-]{0,20}$/i.test(text) ? text : NOT_SHOWN;
}

/** The words of which people make times, besides digits and signs: 2026-01-31T12:00Z, 30days, 2 weeks ago, yesterday. */
const TIME_WORDS: ReadonlySet<string> = new Set(
  ("t z s sec secs second seconds m min mins minute minutes h hour hours d day days w week weeks month months " +
    "y year years ago now never today tomorrow yesterday").split(" "),
);

/** A text that is not a time, as a message may repeat it: where it is made of what times are made of, or is one word. */
export function shownTime(text: string): string {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  const isTime = text.length <= 40 && /^[a-z\d:.+\- ]*$/i.test(text) &&
    words.every((word) => TIME_WORDS.has(word));
  return isTime && !isHexKey(text) ? text : shownWord(text);
}

/** Two of them, one after the other, would look like a key in hex. */
const UUIDS = new RegExp(LOWER_UUID_SOURCE, "g");

/** Words with spaces and nothing that suggests a file name: probably a passphrase. */
function isPhrase(path: string): boolean {
  return / /.test(path.trim()) && !/[\\/.]/.test(path) && !STREAM_NAME.test(path);
}

/** Shortens hex keys in the parts of a text; hides the text if a key remains. */
function shortened(text: string, divider: RegExp): string {
  const short = text.split(divider)
    .map((part) => isHexKey(part) ? `${part.slice(0, SHORT_LENGTH)}…` : part)
    .join("");
  return holdsKey(short.replaceAll(UUIDS, "…")) ? NOT_SHOWN : short;
}
