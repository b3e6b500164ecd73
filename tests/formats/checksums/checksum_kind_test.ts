import assert from "node:assert/strict";
import {
  checksumKind,
  isBinary,
  isChecksumName,
} from "../../../src/formats/checksums/checksum_kind.ts";

const A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

const LISTS: readonly (readonly [string, string])[] = [
  ["a comment first", `# made by\n${A}  a\n`],
  ["an empty line first", `\r\n${A} *a\r\n`],
  ["lines of old Macs", `x\r${A}  a\r`],
  ["a byte order mark", `\ufeff${A}  a\n`],
  ["spaces and tabs first", `x\n \t${A}  a\n`],
  ["one space, as BSD's -r has it", `x\n${A} a\n`],
  ["a backslash", `x\n\\${A}  a\\nb\n`],
  ["--tag", `x\nSHA256 (a) = ${A}\n`],
  ["OpenSSL", `SHA256(a)= ${A}\nSHA2-256(b)= ${A}\n`],
  ["other checksums above", `${"0".repeat(32)}  a\n${A}  a\n`],
];

for (const [what, text] of LISTS) {
  Deno.test(`a list, whatever is above its lines: ${what}`, () => {
    const marked = `\ufeff${text}`;
    const wide = [utf16(text), utf16(marked)];
    for (const bytes of [new TextEncoder().encode(text), ...wide, ...wide.map(swap)]) {
      assert.equal(isBinary(bytes), false);
      assert.equal(checksumKind(bytes), "sha256");
    }
  });
}

Deno.test("a package stays one, even if it contains a list", () => {
  for (const start of ["\x7fELF\x02\x01\x01\0", "\0asm\x01\0\0\0", "SHA256SUMS\0\0\0"]) {
    assert.equal(isBinary(new TextEncoder().encode(`${start}\n${A}  a\n`)), true, start);
  }
});

Deno.test("byte order marks alone are no list, however many", () => {
  assert.equal(checksumKind(new Uint8Array(new Uint16Array(8_000_000).fill(0xfeff).buffer)), null);
});

Deno.test("the names of lists", () => {
  const lists = ["SHA256SUMS", "d/sha256sums", "sha256sum.txt", "app.sha256", "app.so.sha256sum"];
  for (const name of lists) assert.equal(isChecksumName(name), true, name);
  for (const name of ["app.so", "SHA512SUMS", "SHA256SUMS/a", "SHA256SUMS.asc", "sha256"]) {
    assert.equal(isChecksumName(name), false, name);
  }
});

/** Little-endian. */
function utf16(text: string): Uint8Array {
  return new Uint8Array(
    Array.from(text, (one) => one.charCodeAt(0)).flatMap((unit) => [unit & 0xff, unit >> 8]),
  );
}

/** Big-endian of little-endian. */
function swap(bytes: Uint8Array): Uint8Array {
  return bytes.map((_, index) => bytes[index ^ 1]!);
}
