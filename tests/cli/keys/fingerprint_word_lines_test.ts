import assert from "node:assert/strict";
import { fingerprintWordLines } from "../../../src/cli/keys/fingerprint_word_lines.ts";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";

const FINGERPRINT =
  "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9" as Fingerprint;

/** Each word with the number of its group. */
function numbered(width: number | null): readonly string[] {
  let number = "";
  return fingerprintWordLines(FINGERPRINT, width).flatMap((line) => {
    number = line.slice(0, 2).trim() || number;
    return line.slice(2).trim().split(/\s+/).map((word) => `${number} ${word}`);
  });
}

Deno.test("the numbers of the words are the same at every width", () => {
  assert.deepEqual(numbered(null).slice(0, 5), [
    "1 blackjack",
    "1 yesteryear",
    "1 chatter",
    "1 therapist",
    "2 ratchet",
  ]);
  for (const width of [80, 40, 20]) assert.deepEqual(numbered(width), numbered(null));
});

Deno.test("lines of words fit the terminal", () => {
  const lengths = (width: number) =>
    fingerprintWordLines(FINGERPRINT, width).map(({ length }) => length);
  assert.equal(lengths(80).length, 8);
  assert.equal(lengths(40).length, 16);
  assert.equal(lengths(20).length, 32);
  for (const width of [80, 40, 20]) assert.ok(Math.max(...lengths(width)) <= width);
});
