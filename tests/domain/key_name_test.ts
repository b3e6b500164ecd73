import assert from "node:assert/strict";
import fc from "fast-check";
import { toKeyName } from "../../src/domain/key_name.ts";
import { hexPrefix } from "../../src/domain/key_reference.ts";
import { CloacinaError } from "../../src/errors.ts";

function assertRefused(name: string, state: string): void {
  assert.throws(() => toKeyName(name), (error: unknown) => {
    assert(error instanceof CloacinaError);
    assert.equal(error.code, "invalid_request");
    assert.match(error.message, /^Cannot accept the name ("|\(not shown)/);
    assert.ok(error.message.endsWith(`: ${state}`), error.message);
    return true;
  });
}

Deno.test("a name is taken as it is: a space, quotes, slashes, any script", () => {
  const names = [
    "release-key",
    "a b",
    'it\'s "it"',
    "../../etc/passwd",
    "ключ",
    "鍵",
    "🔑",
    "-",
    "0",
    "カード",
    "1234567",
    "release-2026-01-28",
    "id",
  ];
  for (const name of names) assert.equal(toKeyName(name), name);
});

Deno.test("an empty name is refused, and so is one of white space", () => {
  for (const name of ["", " ", "   ", "\u00a0", "\u3000"]) assertRefused(name, "it is empty");
});

Deno.test("control characters of both sets are refused", () => {
  const codes = [
    ...Array(0x20).keys(),
    ...Array.from({ length: 0x21 }, (_, index) => 0x7f + index),
  ];
  assert.equal(codes.length, 65);
  for (const code of codes) {
    assertRefused(`a${String.fromCharCode(code)}b`, "it has control characters");
  }
});

Deno.test("a lone surrogate is refused: two such names would become one in UTF-8", () => {
  for (const name of ["\ud800", "a\udc00", "\udc00\ud800"]) {
    assertRefused(name, "it has control characters");
  }
});

Deno.test("255 bytes are taken, 256 are not: bytes count, not characters", () => {
  assert.equal(toKeyName("x".repeat(255)).length, 255);
  assertRefused("x".repeat(256), "it has 256 bytes, and 255 is the most");
  assert.equal(toKeyName("é".repeat(127)).length, 127);
  assertRefused("é".repeat(128), "it has 256 bytes, and 255 is the most");
  assertRefused("🔑".repeat(64), "it has 256 bytes, and 255 is the most");
});

Deno.test("a name is kept in NFC, and its bytes are counted so", () => {
  assert.equal(toKeyName("Schlu\u0308ssel"), "Schl\u00fcssel");
  assert.equal(toKeyName("\u212b"), "\u00c5");
  assert.equal(toKeyName("e\u0301".repeat(127)), "\u00e9".repeat(127));
});

Deno.test("what cannot be seen is refused, wherever it stands", () => {
  const unseen = [
    ...["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u180e", "\u115f"],
    ...["\u3164", "\uffa0", "\u2800", "\u{1d159}", "\u{16fe4}", "\ufe0f", "\u{e0100}", "\u{e0041}"],
    ...["\u202a", "\u202e", "\u2066", "\u2069", "\u200e", "\u061c", "\ue000", "\uffff"],
  ];
  for (const character of unseen) {
    for (const name of [`${character}a`, `a${character}b`, `a${character}`]) {
      assertRefused(name, "it has characters that cannot be seen");
    }
  }
});

Deno.test("spaces that look like another name's are refused", () => {
  for (
    const space of ["\u00a0", "\u1680", "\u2002", "\u2009", "\u202f", "\u205f", "\u3000", "\u2028"]
  ) {
    assertRefused(`a${space}b`, "it has spaces other than the ordinary one");
    assertRefused(`a${space}`, "it has spaces other than the ordinary one");
  }
  for (const name of [" a", "a ", "a  b"]) {
    assertRefused(name, "it has spaces at an end, or several in a row");
  }
});

Deno.test("dashes that look like the hyphen are refused", () => {
  const dashes = [
    ...["\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212", "\u2043", "\u02d7"],
    ...["\ufe63", "\uff0d", "\ufe58", "\u058a", "\u2e3a", "\u2796"],
  ];
  for (const dash of dashes) {
    assertRefused(`release${dash}key`, "it has dashes other than the hyphen of ASCII");
  }
});

Deno.test("what reads like an id, a fingerprint or how one begins is refused", () => {
  const names = [
    "c0ffee00-0f0e-4d5c-9a39-0d6a4f1f2b11",
    "C0FFEE00-0F0E-4D5C-9A39-0D6A4F1F2B11",
    ...["ab".repeat(32), "AB".repeat(32), "ab".repeat(33), "deadbeef", "DeadBeef", "dead-beef"],
    ...[
      "20260128",
      "2026-01-28",
      "-deadbeef-",
      "１２３４５６７８",
      "\u{1d7ce}1234567",
      "ａｂcdef12",
    ],
    ...["id:release", "fingerprint:release", "id:", "ｉｄ：release"],
    ...["ID:release", "Id:x", "Fingerprint:release", "FINGERPRINT:", "ＩＤ：release"],
  ];
  for (const name of names) {
    assertRefused(name, "it could be taken for an ID or a fingerprint");
  }
});

Deno.test("an id, or hex that is written as tools write a fingerprint, is refused inside a name too", () => {
  const id = "c0ffee00-0f0e-4d5c-9a39-0d6a4f1f2b11";
  const hex = "9d61b19deffd5a60ba844af492ec2cc4";
  const names = [
    ...[`release ${id}`, `release-${id}`, `${id.toUpperCase()}.old`],
    ...[`SHA256:${hex}`, `sha256: ${hex}`, `MD5=${hex}`, `fade:${hex}`, `a.b:deadbeef`],
    ...["0xdeadbeef", "0XDEADBEEF", "\\xdeadbeef", "x'deadbeef'", "key 0xdeadbeef", "#deadbeef"],
    ...['"deadbeef"', "'dead-beef'", "[deadbeef]", "(deadbeef)", "<deadbeef>", "“deadbeef”"],
    ...["de:ad:be:ef", "DEAD BEEF", "deadbeef:", "release:2026-01-28", "release (20260128)"],
    ...["deadbeef…", `${id.slice(0, 20)}…`],
  ];
  for (const name of names) {
    assertRefused(name, "it could be taken for an ID or a fingerprint");
  }
  const words = ["release:key", "0x12", "'key'", "team: facade", "release deadbeef", "v1.2 (2026)"];
  for (const name of words) assert.equal(toKeyName(name), name);
});

Deno.test("property: what was admitted once is admitted as it is, and means no key by its hex", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
    try {
      const name = toKeyName(text);
      assert.equal(toKeyName(name), name);
      assert.equal(name, text.normalize("NFC"));
      assert.equal(hexPrefix(name), undefined);
      assert.equal(new TextDecoder().decode(new TextEncoder().encode(name)), name);
    } catch (error) {
      assert(error instanceof CloacinaError, String(error));
      assert.equal(error.code, "invalid_request");
    }
  }));
});

Deno.test("a name that is refused is quoted, and one that may be a secret is not shown", () => {
  const message = (name: string) => {
    try {
      return toKeyName(name);
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.match(message(" b"), /^Cannot accept the name " b": /);
  assert.match(message("deadbeef"), /^Cannot accept the name "deadbeef": /);
  const base64 = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
  for (const secret of [base64, ` ${base64}`, "9d61b19d".repeat(8)]) {
    assert.match(message(secret), /^Cannot accept the name \(not shown, as it may be a secret\): /);
  }
});

Deno.test("a name that holds a key in any spelling is refused", () => {
  const base64 = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
  const names = [base64, `base64:${base64}`, `{"k":"${base64}"}`, base64.slice(0, 42)];
  for (const name of names) assertRefused(name, "it may be a secret itself");
});
