import assert from "node:assert/strict";
import * as z from "zod/mini";
import { JSON_EXAMPLES } from "../../scripts/docs/json_examples.ts";
import * as records from "../../src/contract/records.ts";

const page = await Deno.readTextFile(new URL("../../docs/json.md", import.meta.url));

/** The document below a heading of the page. */
function documentOf(title: string): unknown {
  const section = page.split("\n## ").find((part) => part.startsWith(`${title}\n`));
  assert.ok(section !== undefined, `docs/json.md has no section ${title}`);
  const [, text] = /```json\n(.*?)\n```/s.exec(section) ?? [];
  return JSON.parse(text!);
}

for (const { title, codec, value } of JSON_EXAMPLES) {
  Deno.test(`the example of a document on docs/json.md is read and written as it stands: ${title}`, () => {
    const document = documentOf(title);
    const read = z.decode(codec, document as never);
    assert.deepEqual(read, value);
    assert.deepEqual(z.encode(codec, read), document);
  });
}

Deno.test("docs/json.md names every command that has --json", () => {
  const printed = Array.from(
    page.matchAll(/^Printed by (.*?)\.\n\n/gms),
    ([, commands]) => commands!,
  )
    .join(", ").replaceAll("\n", " ");
  const commands = ["help.txt", "help_stores.txt"].flatMap((name) => {
    const text = Deno.readTextFileSync(new URL(`../scripts/${name}`, import.meta.url));
    return text.split(/^\$ cloacina /m).flatMap((help) =>
      /^> +--json /m.test(help) ? [help.slice(0, help.indexOf(" --help"))] : []
    );
  });
  assert.ok(commands.length > 30);
  // Of `audit list` there is one with --by-day alone: others are the lines of docs/audit.md.
  assert.deepEqual(commands.filter((command) => !printed.includes(`\`${command}`)), []);
});

Deno.test("docs/json.md has an example of every document of the contract", () => {
  const codecs = new Map(
    Object.entries(records).filter(([, codec]) => typeof codec === "object") as [
      string,
      unknown,
    ][],
  );
  codecs.delete("GivenSignature");
  const shown = new Set<unknown>(JSON_EXAMPLES.map(({ codec }) => codec));
  assert.deepEqual([...codecs].filter(([, codec]) => !shown.has(codec)).map(([name]) => name), []);
});
