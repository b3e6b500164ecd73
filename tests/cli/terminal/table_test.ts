import assert from "node:assert/strict";
import fc from "fast-check";
import stringWidth from "string-width";
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

async function textOf(...table: Parameters<typeof formatTable>): Promise<string> {
  return (await formatTable(...table)).text;
}

Deno.test("where the width is unknown every column is as wide as its widest value", async () => {
  assert.equal(
    await textOf(COLUMNS, ROWS, { width: 0 }),
    [
      "id          name    hash        status",
      "0123456789  one     abcdefghij  active",
      "9876543210  eleven  jihgfedcba  revoked",
      "",
    ].join("\n"),
  );
});

Deno.test("a table of more rows than a call takes arguments is printed", async () => {
  const text = await textOf(COLUMNS, Array.from({ length: 200_000 }, () => ROWS[0]!), { width: 0 });
  assert.equal(text.split("\n").length, 200_002);
});

Deno.test("in a terminal columns are shortened from the right, each to its least, and nothing else", async () => {
  assert.equal(
    await textOf(COLUMNS, ROWS, { width: 37 }),
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
  assert.equal(await textOf(COLUMNS, ROWS, { width: 29 }), narrow);
});

Deno.test("where shortening is not enough columns that may be are left out, the last one first, and named", async () => {
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
  for (const width of [0, 49]) {
    assert.deepEqual(await formatTable(columns, rows, { width }), {
      text: whole,
      leftOut: [],
    });
  }
  assert.deepEqual(await formatTable(columns, rows, { width: 43 }), {
    text: [
      "id          name   made       ends   status",
      "0123456789  abcd…  yesterday  tomo…  active",
      "",
    ].join("\n"),
    leftOut: [],
  });
  assert.deepEqual(await formatTable(columns, rows, { width: 42 }), {
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
  assert.deepEqual(await formatTable(columns, rows, { width: 25 }), least);
});

Deno.test("a title is never cut, a value that fits its least neither", async () => {
  const columns = [{ title: "fingerprint", shortenTo: 2 }, { title: "x", shortenTo: 8 }];
  assert.equal(
    await textOf(columns, [["aaaaaaaaaaaaaaaa", "12345678"]], { width: 21 }),
    "fingerprint  x\naaaaaaaaaa…  12345678\n",
  );
});

Deno.test("what could play with a terminal is escaped before it is measured", async () => {
  const columns = [{ title: "name" }, { title: "s" }];
  assert.equal(
    await textOf(columns, [["a\x1b[2Jb\n", "x"], ["ab", "y"]], { width: 0 }),
    "name         s\na\\x1b[2Jb\\n  x\nab           y\n",
  );
});

Deno.test("where no table fits, each row is a list of titles and whole values", async () => {
  assert.equal(
    await textOf(COLUMNS, ROWS, { width: 28 }),
    [
      "id      0123456789",
      "name    one",
      "hash    abcdefghij",
      "status  active",
      "",
      "id      9876543210",
      "name    eleven",
      "hash    jihgfedcba",
      "status  revoked",
      "",
    ].join("\n"),
  );
  assert.deepEqual(await formatTable(COLUMNS, ROWS.slice(0, 1), { width: 16 }), {
    text:
      "id      01234567\n        89\nname    one\nhash    abcdefgh\n        ij\nstatus  active\n",
    leftOut: [],
  });
  assert.equal(
    await textOf(COLUMNS, ROWS.slice(0, 1), { width: 15 }),
    "id\n0123456789\nname\none\nhash\nabcdefghij\nstatus\nactive\n",
  );
});

Deno.test("columns stay aligned under CJK, emoji and combining marks", async () => {
  const columns = [{ title: "name", shortenTo: 4 }, { title: "s" }];
  const rows = [["工作流签名", "a"], ["🔑 release", "b"], ["cle\u0301", "c"], ["ﾃｽﾄ", "d"]];
  assert.equal(
    await textOf(columns, rows, { width: 0 }),
    [
      "name        s",
      "工作流签名  a",
      "🔑 release  b",
      "cle\u0301         c",
      "ﾃｽﾄ         d",
      "",
    ].join("\n"),
  );
  assert.equal(
    await textOf(columns, rows, { width: 8 }),
    ["name   s", "工作…  a", "🔑 r…  b", "cle\u0301    c", "ﾃｽﾄ    d", ""].join("\n"),
  );
});

Deno.test("a character of two cells is never cut in half", async () => {
  const columns = [{ title: "n", shortenTo: 3 }, { title: "s" }];
  assert.equal(await textOf(columns, [["工作流签", "a"]], { width: 7 }), "n     s\n工…   a\n");
  assert.equal(
    await textOf([{ title: "n" }], [["工作流签名密钥库"]], { width: 12 }),
    "n  工作流签\n   名密钥库\n",
  );
});

Deno.test("no line is wider than the terminal, whatever stands in the rows, and no row is lost", async () => {
  const columns = [{ title: "name", shortenTo: 8 }, { title: "key" }, { title: "status" }];
  const text = () => fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.constant("工作流"));
  const rows = fc.array(fc.tuple(text(), text(), fc.constant("active")), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 6, max: 60 }), async (rows, width) => {
      const lines = (await textOf(columns, rows, { width })).split("\n");
      for (const line of lines) assert.ok(stringWidth(line) <= width, `${width}: ${line}`);
      assert.equal(lines.filter((line) => line.endsWith("active")).length, rows.length);
    }),
  );
});

Deno.test("without a header the columns are as wide as with it, and a card keeps its titles", async () => {
  assert.equal(
    await textOf(COLUMNS, ROWS.slice(0, 1), { width: 80, noHeader: true }),
    "0123456789  one   abcdefghij  active\n",
  );
  const card =
    "id      01234567\n        89\nname    one\nhash    abcdefgh\n        ij\nstatus  active\n";
  assert.equal(await textOf(COLUMNS, ROWS.slice(0, 1), { width: 16, noHeader: true }), card);
});
