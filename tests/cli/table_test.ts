import assert from "node:assert/strict";
import fc from "fast-check";
import { formatTable } from "../../src/cli/table.ts";

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

Deno.test("without a terminal every column is as wide as its widest value", () => {
  assert.equal(
    formatTable(COLUMNS, ROWS, null),
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
    formatTable(COLUMNS, ROWS, 37),
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
  assert.equal(formatTable(COLUMNS, ROWS, 29), narrow);
  assert.equal(formatTable(COLUMNS, ROWS, 1), narrow);
});

Deno.test("a title is never cut, a value that fits its least neither", () => {
  const columns = [{ title: "fingerprint", shortenTo: 2 }, { title: "x", shortenTo: 8 }];
  assert.equal(
    formatTable(columns, [["aaaaaaaaaaaaaaaa", "12345678"]], 1),
    "fingerprint  x\naaaaaaaaaa…  12345678\n",
  );
});

Deno.test("what could play with a terminal is escaped before it is measured", () => {
  const columns = [{ title: "name" }, { title: "s" }];
  assert.equal(
    formatTable(columns, [["a\x1b[2Jb\n", "x"], ["ab", "y"]], null),
    "name         s\na\\x1b[2Jb\\n  x\nab           y\n",
  );
});

Deno.test("a table has a line for the titles and one for each row, and fits where it can", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.string({ unit: "grapheme" }))), (rows) => {
      const columns = [{ title: "a", shortenTo: 8 }, { title: "b", shortenTo: 8 }];
      const lines = formatTable(columns, rows, 20).split("\n");
      assert.equal(lines.length, rows.length + 2);
      assert.ok(lines.every((line) => [...line].length <= 20));
    }),
  );
});
