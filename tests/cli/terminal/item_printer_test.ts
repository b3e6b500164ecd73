import assert from "node:assert/strict";
import { toSafeJson } from "../../../src/formats/escape.ts";
import { itemPrinter } from "../../../src/cli/terminal/item_printer.ts";

interface Named {
  readonly name: string;
  readonly tags?: readonly string[];
}

const ITEMS: readonly Named[] = [
  { name: "one" },
  { name: "two\nlines \u202e", tags: ["a", "b"] },
  { name: "three", tags: [] },
];

const FORMAT = {
  columns: [{ title: "name", shortenTo: 3 }, { title: "number of tags", mayBeLeftOut: true }],
  toId: ({ name }: Named) => name.slice(0, 3),
  toJson: (item: Named) => ({ ...item }),
  toRow: ({ name, tags }: Named) => [name, String(tags?.length ?? 0)],
};

/** What is written and noted when the items come in these parts. */
async function printed(
  parts: readonly (readonly Named[])[],
  flags: Parameters<typeof itemPrinter>[1],
  columns: number | null = null,
) {
  const [written, notes]: [string[], string[]] = [[], []];
  const printer = itemPrinter<Named>(
    {
      columns,
      write: (text) => Promise.resolve(void written.push(String(text))),
      note: (line) => Promise.resolve(void notes.push(line)),
    },
    flags,
    FORMAT,
  );
  for (const part of parts) await printer.add(part);
  await printer.end();
  return { text: written.join(""), notes };
}

const WAYS: readonly (readonly (readonly Named[])[])[] = [
  [ITEMS],
  ITEMS.map((item) => [item]),
  [[], ITEMS.slice(0, 2), [], ITEMS.slice(2)],
];

Deno.test("a JSON array that is printed in parts is the one that would be printed whole", async () => {
  for (const parts of WAYS) {
    assert.equal((await printed(parts, { json: true })).text, toSafeJson(ITEMS));
  }
  for (const parts of [[], [[]]]) {
    assert.equal((await printed(parts, { json: true })).text, toSafeJson([]));
  }
});

Deno.test("a table in parts has its titles once, and IDs are a line each", async () => {
  for (const parts of WAYS) {
    const { text } = await printed(parts, {});
    assert.equal(text, "name\tnumber of tags\none\t0\ntwo\\nlines \\u{202e}\t2\nthree\t0\n");
    const bare = await printed(parts, { noHeader: true });
    assert.equal(bare.text, "one\t0\ntwo\\nlines \\u{202e}\t2\nthree\t0\n");
    assert.equal((await printed(parts, { idsOnly: true })).text, "one\ntwo\nthr\n");
  }
  assert.equal((await printed([[]], {})).text, "");
});

Deno.test("what a terminal has no room for is said once", async () => {
  for (const parts of WAYS) {
    const { notes } = await printed(parts, {}, 12);
    assert.deepEqual(notes, [
      "note: the terminal is too narrow for number of tags; --json shows all",
    ]);
  }
});
