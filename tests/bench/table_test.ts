import assert from "node:assert/strict";
import { formatTable } from "../../scripts/bench/table.ts";

const COLUMNS = [
  { title: "tool", side: "left" },
  { title: "ms", side: "right" },
] as const;

Deno.test("every column is as wide as its widest cell, numbers stand on the right", () => {
  const table = formatTable(COLUMNS, [["openssl", "1,250"], ["a", "3"]]);
  assert.equal(
    table,
    [
      "| tool    |    ms |",
      "| ------- | ----: |",
      "| openssl | 1,250 |",
      "| a       |     3 |",
      "",
    ].join("\n"),
  );
});

Deno.test("a table without rows has its heading", () => {
  assert.equal(formatTable(COLUMNS, []), "| tool |  ms |\n| ---- | --: |\n");
});
