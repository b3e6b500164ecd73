/** Of how many characters in a row hex and base32 are looked at: a key that lost some has more. */
const MIN_LENGTH = 40;

/** The same of base64, of which a key has some characters that are neither letters nor digits. */
const MIN_BASE64 = 36;

/** Hex, with what people and tools write between its characters. */
const HEX_RUN = new RegExp(`[0-9a-f](?:[-:._,\\s'"]*[0-9a-f]){${MIN_LENGTH - 1}}`, "i");

/** Base32 (RFC 4648, section 6) in one case. */
const BASE32_RUNS = [/[A-Z2-7](?:[-:.\s'"]*[A-Z2-7])+/g, /[a-z2-7](?:[-:.\s'"]*[a-z2-7])+/g];

/** Either alphabet of base64 (RFC 4648, sections 4 and 5), of which + - _ and / divide the words of a path too. */
const BASE64_RUN = /[\w+/=-](?:[-:.\s'"]*[\w+/=-])+/g;

/** How often letters and digits take turns in base32, at least; in words they seldom do. */
const MIN_TURNS = 5;

/** So many signs in a part that are not evenly spaced divide the words of a path. */
const MIN_DIVISIONS = 6;

/**
 * Whether a text holds about 40 characters or more of hex, base32 or base64 that read like no words, whatever stands
 * between and around them: a key in any spelling does, also one that was cut off; so does a hash, and a token. A UUID and
 * the path of a file seldom do.
 */
export function holdsKey(text: string): boolean {
  return HEX_RUN.test(text) ||
    BASE32_RUNS.some((run) => somePart(run, text, MIN_LENGTH, isBase32)) ||
    somePart(BASE64_RUN, text, MIN_BASE64, isBase64);
}

/** Whether that is so of any part of a run that has so many letters and digits. */
function somePart(
  runs: RegExp,
  text: string,
  length: number,
  holds: (part: string, mask: string) => boolean,
): boolean {
  return (text.match(runs) ?? []).some((run) => {
    const mask = withoutWords(run);
    const places = Array.from(run.matchAll(/[A-Za-z0-9]/g), ({ index }) => index);
    return places.slice(length - 1).some((last, first) => {
      const [start, end] = [places[first]!, last + 1];
      return holds(run.slice(start, end), mask.slice(start, end));
    });
  });
}

function isBase32(part: string): boolean {
  const turns = part.match(/[a-z](?=[^a-z0-9]*\d)|\d(?=[^a-z0-9]*[a-z])/gi) ?? [];
  return turns.length >= MIN_TURNS && !isDivided(part);
}

/** Letters of both cases and digits, of which fewer than half stand in words. */
function isBase64(part: string, mask: string): boolean {
  const isMixed = /[a-z]/.test(part) && /[A-Z]/.test(part) && /\d/.test(part);
  return isMixed && mask.split(" ").length <= MIN_BASE64 / 2 && !isDivided(part);
}

/** A key is written in groups of one length, and else has few signs. */
function isDivided(part: string): boolean {
  const inner = part.split(/[^A-Za-z0-9]+/).slice(1, -1);
  return inner.length >= MIN_DIVISIONS - 1 && new Set(inner.map(({ length }) => length)).size > 1;
}

/** Blanks for each word: five letters or more, or four capitals, with a vowel and without five consonants in a row. */
function withoutWords(run: string): string {
  return run.replace(/\s/g, "_").replace(/[A-Z]?[a-z]{4,}|[A-Z]{4,}/g, (word) => {
    const isWord = /[aeiouy]/i.test(word) && !/[^aeiouy]{5}/i.test(word);
    return isWord ? " ".repeat(word.length) : word;
  });
}
