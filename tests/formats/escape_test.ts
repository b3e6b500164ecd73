import assert from "node:assert/strict";
import fc from "fast-check";
import { escapeText, toSafeJson } from "../../src/formats/escape.ts";

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** C0, DEL with C1 (0x9b, the one-byte CSI, among them): what a terminal obeys. */
const CONTROLS = [...range(0x00, 0x1f), ...range(0x7f, 0x9f)];

/**
 * What reorders or hides text: bidirectional marks, zero width, soft hyphen, tags; the line separators; and what is no
 * format character and not seen either: fillers, joiners, variation selectors, and the blank of Braille.
 */
const FORMATS = [
  ...range(0x200b, 0x200f),
  ...range(0x202a, 0x202e),
  ...range(0x2060, 0x2064),
  ...range(0x2066, 0x206f),
  ...[0x00ad, 0x061c, 0x06dd, 0x180e, 0xfeff, 0xfff9, 0xfffa, 0xfffb],
  ...[0x2028, 0x2029, 0x110bd, 0x1d173, 0xe0001, 0xe0041, 0xe007f],
  ...range(0x180b, 0x180f),
  ...range(0xfe00, 0xfe0f),
  ...[0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2065, 0x2800, 0x3164, 0xffa0, 0xe0100, 0xe01ef],
];

const SURROGATES = [0xd800, 0xdbff, 0xdc00, 0xdfff];

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800]/u;

const anyText = fc.string({ unit: "binary", maxLength: 100 });

Deno.test("what a terminal could be fooled by is escaped in text", () => {
  const samples: readonly (readonly [text: string, escaped: string])[] = [
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
    ["\x1b[2J\x07\x00", "\\x1b[2J\\x07\\x00"],
    ["\x7f\x80\x9b31m", "\\x7f\\x80\\x9b31m"],
    ["so.\u202egpj", "so.\\u{202e}gpj"],
    ["a\u200bb\ufeff", "a\\u{200b}b\\u{feff}"],
    ["\u00ad", "\\xad"],
    ["\u2028\u2029", "\\u{2028}\\u{2029}"],
    ["\ud800a\udfff", "\\u{d800}a\\u{dfff}"],
    ["\u{e0041}", "\\u{e0041}"],
  ];
  for (const [text, escaped] of samples) assert.equal(escapeText(text), escaped);
});

Deno.test("what a terminal could be fooled by is escaped in JSON", () => {
  const samples: readonly (readonly [text: string, escaped: string])[] = [
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
    ["\x1b[2J\x07\x00", "\\u001b[2J\\u0007\\u0000"],
    ["\x7f\x80\x9b31m", "\\u007f\\u0080\\u009b31m"],
    ["so.\u202egpj", "so.\\u202egpj"],
    ["a\u200bb\ufeff", "a\\u200bb\\ufeff"],
    ["\u2028\u2029", "\\u2028\\u2029"],
    ["\ud800a\udfff", "\\ud800a\\udfff"],
    ["\u{e0041}", "\\udb40\\udc41"],
  ];
  for (const [text, escaped] of samples) assert.equal(toSafeJson(text), `"${escaped}"\n`);
});

Deno.test("every control and format character and lone surrogate is escaped, in both", () => {
  for (const code of [...CONTROLS, ...FORMATS, ...SURROGATES]) {
    const character = String.fromCodePoint(code);
    const name = `U+${code.toString(16)}`;
    assert(!escapeText(`a${character}b`).includes(character), name);
    assert(!toSafeJson(`a${character}b`).trimEnd().includes(character), name);
    assert.deepEqual(JSON.parse(toSafeJson({ [character]: character })), {
      [character]: character,
    });
  }
});

Deno.test("what is harmless stays as it is: any script, emoji, quotes, a backslash", () => {
  const text = "Straße — ключ 鍵 مفتاح 🔑 'a' \"b\" \\n ~";
  assert.equal(escapeText(text), text);
  assert.equal(toSafeJson("Straße — ключ 鍵 🔑"), '"Straße — ключ 鍵 🔑"\n');
});

Deno.test("property: escaped text is one line without an unsafe character", () => {
  fc.assert(fc.property(anyText, (text) => {
    assert(!UNSAFE.test(escapeText(text)));
  }));
});

Deno.test("property: JSON is parsed to what it was, and its only control character is the newline", () => {
  const value = fc.jsonValue({ stringUnit: "binary" });
  fc.assert(fc.property(value, (value) => {
    const json = toSafeJson(value);
    assert(!UNSAFE.test(json.replaceAll("\n", "")));
    assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(value)));
  }));
});

Deno.test("property: a lone surrogate comes through JSON as it was", () => {
  const codeUnits = fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 20 });
  fc.assert(fc.property(codeUnits, (codes) => {
    const text = String.fromCharCode(...codes);
    const json = toSafeJson({ text });
    assert.equal(JSON.parse(json).text, text);
    assert(json.isWellFormed());
    assert(escapeText(text).isWellFormed());
  }));
});

Deno.test("JSON is two spaces deep and ends in one newline", () => {
  assert.equal(
    toSafeJson({ a: [1, { b: null }] }),
    `{
  "a": [
    1,
    {
      "b": null
    }
  ]
}
`,
  );
});
