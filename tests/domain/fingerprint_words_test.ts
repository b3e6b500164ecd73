import assert from "node:assert/strict";
import type { Fingerprint } from "../../src/domain/fingerprint.ts";
import { fingerprintWords } from "../../src/domain/fingerprint_words.ts";

function words(hex: string): string {
  return fingerprintWords(hex as Fingerprint).join(" ");
}

/** The word of each value of a byte, at an even or odd place. */
function column(place: number): readonly string[] {
  return Array.from({ length: 256 }, (_, value) => {
    const bytes = new Uint8Array(2).fill(value);
    return fingerprintWords(bytes.toHex() as Fingerprint)[place]!;
  });
}

Deno.test("a fingerprint is read as in the example of the word list", () => {
  // https://en.wikipedia.org/wiki/PGP_word_list
  assert.equal(
    words("e58294f2e9a227486e8b061b31cc528fd7fa3f19"),
    "topmost Istanbul Pluto vagabond treadmill Pacific brackish dictator goldfish Medusa " +
      "afflict bravado chatter revolver Dupont midsummer stopwatch whimsical cowbell bottomless",
  );
});

Deno.test("the 512 words are different, so that a swapped or missing one is noticed", () => {
  const [even, odd] = [column(0), column(1)];
  assert.equal(new Set([...even, ...odd].map((word) => word.toLowerCase())).size, 512);
});

Deno.test("the words are those of the published list, to the letter", async () => {
  const text = [...column(0), ...column(1)].join(" ");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  // Of the lists in IANA's dnssec-keytools (sha2wordlist.h) and in magic-wormhole, which are alike.
  assert.equal(
    new Uint8Array(digest).toHex(),
    "3e090850023f09a3bff58dbc9926ee0840dd829fa8198af8ceffd1b2280a7096",
  );
});
