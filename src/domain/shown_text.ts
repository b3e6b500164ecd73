import { holdsKey } from "./holds_key.ts";
import { isBase64Key, isHexKey, secretIn } from "./secret_text.ts";

/** What stands in a message for what was given, where that may be a secret. */
export const NOT_SHOWN = "(not shown, as it may be a secret)";

/** No file system has a longer name. */
const MAX_NAME_LENGTH = 255;

/** What messages call the three files that have no path. */
export const STANDARD_STREAM = /^standard (input|output|error)$/;

/** How much of a hash, or of a seed that was taken for one, tells the reader which was meant, and nobody the key. */
const SHORT_LENGTH = 8;

/**
 * A path, as a message about what is not there may repeat it: nothing of it where it holds a secret, or a key in any
 * spelling, or is no plausible path (of several lines, over 255 characters, or words that are no file's name); of a part
 * that is 64 hex characters the first 8.
 */
export function shownPath(path: string): string {
  // Base64 has slashes of its own.
  const words = [path, path.replace(/^\.?\//, ""), ...path.split(/[\\/]/)];
  const isHidden = secretIn(path) !== null || words.some(isBase64Key) || path.includes("\n") ||
    words.slice(2).some(({ length }) => length > MAX_NAME_LENGTH) || isPhrase(path);
  return isHidden ? NOT_SHOWN : shortened(path, /([\\/])/);
}

/** By what a key was meant, as a message may repeat it: as a path, but a name has spaces. */
export function shownReference(text: string): string {
  const isPlausible = secretIn(text) === null && !isBase64Key(text) &&
    text.length <= MAX_NAME_LENGTH;
  // As in fingerprint:9d61…
  return isPlausible ? shortened(text, /(:)/) : NOT_SHOWN;
}

/** Words with spaces, and nothing that makes a file's name of them: rather a passphrase. */
function isPhrase(path: string): boolean {
  return / /.test(path.trim()) && !/[\\/.]/.test(path) && !STANDARD_STREAM.test(path);
}

/** The parts of a text without most of a key's hex; nothing where a key is left. */
function shortened(text: string, divider: RegExp): string {
  const short = text.split(divider)
    .map((part) => isHexKey(part) ? `${part.slice(0, SHORT_LENGTH)}…` : part)
    .join("");
  return holdsKey(short) ? NOT_SHOWN : short;
}
