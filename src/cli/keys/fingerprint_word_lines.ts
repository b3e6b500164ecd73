import type { Fingerprint } from "../../domain/fingerprint.ts";
import { fingerprintWords, WORDS_PER_GROUP } from "../../domain/fingerprint_words.ts";

/** The lengths of the longest words at even and at odd places. */
const WIDTHS = [9, 11] as const;

/** How many words a line has, and how many columns it takes: the most that the terminal has room for. */
const FORMS = [[WORDS_PER_GROUP, 50], [2, 26]] as const;

/**
 * A fingerprint as words in columns, for a terminal of this width; null is none. They are numbered by groups that are the
 * same at every width: two people who compare them need not have the same terminal.
 */
export function fingerprintWordLines(
  fingerprint: Fingerprint,
  width: number | null,
): readonly string[] {
  const available = width || Infinity;
  const [perLine] = FORMS.find(([, columns]) => columns <= available) ?? [1];
  const words = fingerprintWords(fingerprint);
  return Array.from({ length: words.length / perLine }, (_, line) => {
    const start = line * perLine;
    const cells = words.slice(start, start + perLine)
      .map((word, index) => word.padEnd(WIDTHS[(start + index) % 2]!));
    return [groupNumber(start).padStart(2), ...cells].join("  ").trimEnd();
  });
}

/** The number of the group that begins with this word; empty within a group. */
function groupNumber(start: number): string {
  return start % WORDS_PER_GROUP === 0 ? String(start / WORDS_PER_GROUP + 1) : "";
}
