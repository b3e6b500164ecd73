import assert from "node:assert/strict";
import fc from "fast-check";
import { type Column, formatTable } from "../../../src/cli/terminal/table.ts";

const COLUMNS = [
  { title: "id", shortenTo: 4 },
  { title: "name" },
  { title: "hash", shortenTo: 4 },
  { title: "status" },
];
const ROWS = [
  ["0123456789", "one", "abcdefghij", "active"],
  ["9876543210", "eleven", "jihgfedcba", "revoked"],
];

function textOf(...table: Parameters<typeof formatTable>): string {
  return formatTable(...table).text;
}

Deno.test("without a terminal every column is as wide as its widest value", () => {
  assert.equal(
    textOf(COLUMNS, ROWS, null),
    [
      "id          name    hash        status",
      "0123456789  one     abcdefghij  active",
      "9876543210  eleven  jihgfedcba  revoked",
      "",
    ].join("\n"),
  );
});

Deno.test("in a terminal columns are shortened from the right, each to its least, and nothing else", () => {
  assert.equal(
    textOf(COLUMNS, ROWS, 37),
    [
      "id          name    hash      status",
      "0123456789  one     abcdefg…  active",
      "9876543210  eleven  jihgfed…  revoked",
      "",
    ].join("\n"),
  );
  const narrow = [
    "id     name    hash   status",
    "0123…  one     abcd…  active",
    "9876…  eleven  jihg…  revoked",
    "",
  ].join("\n");
  assert.equal(textOf(COLUMNS, ROWS, 29), narrow);
  assert.equal(textOf(COLUMNS, ROWS, 1), narrow);
});

Deno.test("where shortening is not enough columns that may be are left out, the last one first, and named", () => {
  const columns: readonly Column[] = [
    { title: "id" },
    { title: "name", shortenTo: 4 },
    { title: "made", mayBeLeftOut: true },
    { title: "ends", shortenTo: 4, mayBeLeftOut: true },
    { title: "status" },
  ];
  const rows = [["0123456789", "abcdefgh", "yesterday", "tomorrow", "active"]];
  const whole = [
    "id          name      made       ends      status",
    "0123456789  abcdefgh  yesterday  tomorrow  active",
    "",
  ].join("\n");
  for (const width of [null, 49]) {
    assert.deepEqual(formatTable(columns, rows, width), { text: whole, leftOut: [] });
  }
  assert.deepEqual(formatTable(columns, rows, 43), {
    text: [
      "id          name   made       ends   status",
      "0123456789  abcd…  yesterday  tomo…  active",
      "",
    ].join("\n"),
    leftOut: [],
  });
  assert.deepEqual(formatTable(columns, rows, 42), {
    text: [
      "id          name      made       status",
      "0123456789  abcdefgh  yesterday  active",
      "",
    ].join("\n"),
    leftOut: ["ends"],
  });
  const least = {
    text: ["id          name   status", "0123456789  abcd…  active", ""].join("\n"),
    leftOut: ["made", "ends"],
  };
  assert.deepEqual(formatTable(columns, rows, 25), least);
  assert.deepEqual(formatTable(columns, rows, 1), least);
});

Deno.test("a title is never cut, a value that fits its least neither", () => {
  const columns = [{ title: "fingerprint", shortenTo: 2 }, { title: "x", shortenTo: 8 }];
  assert.equal(
    textOf(columns, [["aaaaaaaaaaaaaaaa", "12345678"]], 1),
    "fingerprint  x\naaaaaaaaaa…  12345678\n",
  );
});

Deno.test("what could play with a terminal is escaped before it is measured", () => {
  const columns = [{ title: "name" }, { title: "s" }];
  assert.equal(
    textOf(columns, [["a\x1b[2Jb\n", "x"], ["ab", "y"]], null),
    "name         s\na\\x1b[2Jb\\n  x\nab           y\n",
  );
});

Deno.test("a table has a line for the titles and one for each row, and fits where it can", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.string({ unit: "grapheme" }))), (rows) => {
      const columns = [{ title: "a", shortenTo: 8 }, { title: "b", shortenTo: 8 }];
      const lines = textOf(columns, rows, 20).split("\n");
      assert.equal(lines.length, rows.length + 2);
      assert.ok(lines.every((line) => [...line].length <= 20));
    }),
  );
});
