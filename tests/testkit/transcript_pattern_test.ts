import assert from "node:assert/strict";
import { displayLine, matchLine, parsePattern, toBinary } from "./transcript_pattern.ts";

const HEX = "0123456789abcdef".repeat(4);
const NOTHING = new Map<string, string>();

function matches(expected: string, printed: string | Uint8Array): boolean {
  const bytes = typeof printed === "string" ? new TextEncoder().encode(printed) : printed;
  return matchLine(parsePattern(expected), toBinary(bytes), NOTHING) !== undefined;
}

const ROWS:
  readonly (readonly [expected: string, right: readonly string[], wrong: readonly string[]])[] = [
    ["a.b (c) [d] $", ["a.b (c) [d] $"], ["axb (c) [d] $", "a.b (c) [d] $ ", "xa.b (c) [d] $"]],
    ["<fingerprint>", [HEX], [HEX.toUpperCase(), HEX.slice(1), `${HEX}0`, ""]],
    ["<hex64> x", [`${HEX} x`], [`${HEX}  x`]],
    ["<uuid>", ["7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11"], [
      "7F3F6A52-0F0E-4D5C-9A39-0D6A4F1F2B11",
      "7f3f6a520f0e4d5c9a390d6a4f1f2b11",
    ]],
    ["<base64>", ["AAAA", "AAA=", "AA==", "a+/9AAA="], [
      "",
      "AAA",
      "AA=",
      "A===",
      "AA-_",
      "AAAA\r",
    ]],
    ["<time>", ["2026-01-28T12:00:00Z"], ["2026-01-28T12:00:00+00:00", "2026-01-28 12:00:00Z"]],
    ["v<version>!", ["v1.2!", "v2.9.6!", "v15.0.245.2-rusty!"], ["v1!", "v1.!", "v1.2.x!"]],
    ["<number> s", ["0 s", "12 s", "0.25 s"], ["x s", "-1 s", " s"]],
    ["at <path>", ["at /a/b-c.pem"], ["at a/b", "at /a b"]],
    ["<any>", ["x", "a b", "ä\x1b"], [""]],
    ["<file> <finger-print> <A>", ["<file> <finger-print> <A>"], ["k.pem x A"]],
    ["größe …", ["größe …"], ["grösse …"]],
  ];

for (const [expected, right, wrong] of ROWS) {
  Deno.test(`the expected line ${expected} matches what it says and no more`, () => {
    for (const line of right) assert.equal(matches(expected, `${line}\n`), true, line);
    for (const line of wrong) assert.equal(matches(expected, `${line}\n`), false, line);
  });
}

Deno.test("a line without its newline differs from the same line with it", () => {
  assert.equal(matches("x", "x"), false);
  assert.equal(matches("x<no newline>", "x"), true);
  assert.equal(matches("x<no newline>", "x\n"), false);
});

Deno.test("bytes are written as <0xNN> and compared as bytes", () => {
  assert.equal(matches("a<0x1b>b<0x20>", "a\x1bb \n"), true);
  assert.equal(matches("a<0x1b>b", "a\\x1bb\n"), false);
  assert.equal(matches("<0x3c>file>", "<file>\n"), true);
  assert.equal(matches("<0xff><0x80>", Uint8Array.of(0xff, 0x80, 0x0a)), true);
  assert.equal(matches("<0xc3><0xa4>", "ä\n"), true);
});

Deno.test("a named placeholder keeps its text, and must be the same from then on", () => {
  const other = HEX.replace("0", "f");
  const pattern = parsePattern("<fingerprint:a> <fingerprint:b> <fingerprint:a>");
  const captures = matchLine(pattern, `${HEX} ${other} ${HEX}\n`, NOTHING);
  assert.deepEqual([...captures!], [["a", HEX], ["b", other]]);
  assert.equal(matchLine(pattern, `${HEX} ${other} ${other}\n`, NOTHING), undefined);
  assert.equal(matchLine(parsePattern("<any:b>"), `${HEX}\n`, captures!), undefined);
  assert.deepEqual(matchLine(parsePattern("<any:b>"), `${other}\n`, captures!), captures);
});

Deno.test("what was captured is compared as text, not as a pattern", () => {
  const captures = matchLine(parsePattern("<any:a>"), "a.*(\n", NOTHING);
  assert.notEqual(matchLine(parsePattern("<any:a>"), "a.*(\n", captures!), undefined);
  assert.equal(matchLine(parsePattern("<any:a>"), "abc(\n", captures!), undefined);
});

Deno.test("a printed line is shown so that it can be written into a transcript", () => {
  const line = "tab\t esc\x1b c1\u009b bidi\u202e ä 漢 … end \n";
  const bytes = Uint8Array.of(...new TextEncoder().encode(line).slice(0, -1), 0xff, 0x20, 0x0a);
  const shown = displayLine(toBinary(bytes));
  assert.equal(
    shown,
    "tab<0x09> esc<0x1b> c1<0xc2><0x9b> bidi<0xe2><0x80><0xae> ä 漢 … end <0xff><0x20>",
  );
  assert.equal(matches(shown, bytes), true);
  assert.equal(displayLine("x"), "x<no newline>");
});
