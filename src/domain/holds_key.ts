/** The shortest run of hex or base32 that is considered: even a truncated key is longer. */
const MIN_LENGTH = 40;

/** The same for base64, in which some characters of a key are neither letters nor digits. */
const MIN_BASE64 = 36;

/** Hex, with the separators that people and tools put between digits. */
const HEX_RUN = new RegExp(`[0-9a-f](?:[-:._,\\s'"]*[0-9a-f]){${MIN_LENGTH - 1}}`, "i");

/** How to find a key in one encoding. */
interface Spelling {
  /** Runs of its characters, with separators. */
  readonly runs: RegExp;
  /** How many letters and digits of a run to judge at a time. */
  readonly length: number;
  /** Whether such a part looks like a key. `mask` is the part with its words blanked out. */
  readonly holds: (part: string, mask: string) => boolean;
}

/** Base32 (RFC 4648, section 6) in one case. */
const BASE32_SPELLINGS: readonly Spelling[] = [
  /[A-Z2-7](?:[-:.\s'"]*[A-Z2-7])+/g,
  /[a-z2-7](?:[-:.\s'"]*[a-z2-7])+/g,
].map((runs) => ({ runs, length: MIN_LENGTH, holds: isBase32 }));

/** Either alphabet of base64 (RFC 4648, sections 4 and 5), whose + - _ and / also separate the words of a path. */
const BASE64_SPELLING: Spelling = {
  runs: /[\w+/=-](?:[-:.\s'"]*[\w+/=-])+/g,
  length: MIN_BASE64,
  holds: isBase64,
};

/** The fewest changes between letters and digits in base32; words seldom have any. */
const MIN_TURNS = 5;

/** This many unevenly spaced separators mean that a run is a path. */
const MIN_DIVISIONS = 6;

/**
 * Whether a text contains about 40 or more characters of hex, base32 or base64 that do not read as words, with any
 * separators and surrounding text. True for keys in any encoding, even truncated, and for hashes and tokens; seldom for
 * UUIDs and file paths.
 */
export function holdsKey(text: string): boolean {
  return HEX_RUN.test(text) ||
    BASE32_SPELLINGS.some((spelling) => somePart(text, spelling)) ||
    somePart(text, BASE64_SPELLING);
}

/** Whether any part of a run with at least this many letters and digits passes. */
function somePart(text: string, { runs, length, holds }: Spelling): boolean {
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

/** Letters of both cases and digits, fewer than half of them in words. */
function isBase64(part: string, mask: string): boolean {
  const isMixed = /[a-z]/.test(part) && /[A-Z]/.test(part) && /\d/.test(part);
  return isMixed && mask.split(" ").length <= MIN_BASE64 / 2 && !isDivided(part);
}

/** Whether separators divide a run like the words of a path: in a key they are few, or form groups of equal length. */
function isDivided(part: string): boolean {
  const inner = part.split(/[^A-Za-z0-9]+/).slice(1, -1);
  return inner.length >= MIN_DIVISIONS - 1 && new Set(inner.map(({ length }) => length)).size > 1;
}

/**
 * Replaces each word with blanks. A word has five letters or more, or four capitals, with a vowel and without five
 * consonants in a row.
 */
function withoutWords(run: string): string {
  return run.replace(/\s/g, "_").replace(/[A-Z]?[a-z]{4,}|[A-Z]{4,}/g, (word) => {
    const isWord = /[aeiouy]/i.test(word) && !/[^aeiouy]{5}/i.test(word);
    return isWord ? " ".repeat(word.length) : word;
  });
}
