import assert from "node:assert/strict";
import { printTable } from "../../../src/cli/terminal/print_table.ts";

const CONTENT = {
  columns: [{ title: "id", shortenTo: 4 }, { title: "name", mayBeLeftOut: true }],
  rows: [["0123456789", "a b"], ["1", "c\td\n"]],
};

/** What is written to standard output, then what is noted. */
async function printed(columns: number | null, noHeader?: boolean): Promise<readonly string[]> {
  const output: string[] = [];
  const add = (text: string | Uint8Array) => {
    output.push(String(text));
    return Promise.resolve();
  };
  const flags = noHeader === undefined ? {} : { noHeader };
  await printTable({ columns, write: add, note: add }, flags, CONTENT);
  return output;
}

Deno.test("without a terminal rows are tab-separated values, whole, with a tab in a value escaped", async () => {
  assert.deepEqual(await printed(null), ["id\tname\n0123456789\ta b\n1\tc\\td\\n\n"]);
});

Deno.test("without a header the rows stand alone, in both forms", async () => {
  assert.deepEqual(await printed(null, true), ["0123456789\ta b\n1\tc\\td\\n\n"]);
  assert.deepEqual(await printed(80, true), ["0123456789  a b\n1           c\\td\\n\n"]);
});

Deno.test("on a terminal columns are aligned, and one that was left out is noted", async () => {
  assert.deepEqual(await printed(10), [
    "id\n0123456789\n1\n",
    "note: the terminal is too narrow for name; --json shows all",
  ]);
});

Deno.test("several columns that were left out are listed", async () => {
  const names = ["package", "organisation", "details"];
  const columns = [{ title: "id" }, ...names.map((title) => ({ title, mayBeLeftOut: true }))];
  const notes: string[] = [];
  const note = (text: string) => Promise.resolve(void notes.push(text));
  const write = () => Promise.resolve();
  const rows = [["0123456789", ...names]];
  await printTable({ columns: 10, write, note }, {}, { columns, rows });
  assert.deepEqual(notes, [
    "note: the terminal is too narrow for package, organisation and details; --json shows all",
  ]);
});
