import * as z from "zod/mini";
import { CLI_DOCUMENTS, type CliDocument } from "./cli_documents.ts";
import { GENERATED } from "./generated_mark.ts";
import { JSON_EXAMPLES, type JsonExample } from "./json_examples.ts";
import { readCliDocument } from "./read_cli_document.ts";

/** docs/json.md. */
export function jsonPage(): string {
  return `${GENERATED}

# JSON

\`--json\` and the [API](api.md) print the same document of the same thing.

- Times are RFC 3339, in UTC, in whole seconds. Bytes are standard base64 with padding. Hashes and
  fingerprints are 64 lower-case hex digits, ids are lower-case UUIDs.
- A field without a value is null, and not left out. Later versions may add fields: ignore those that
  you do not know.
- A list is an array on the command line, and \`{"items": […], "total": N}\` in the API, with \`"next"\`
  where more follow; \`total\` is counted for the first page, and the pages after it repeat it. \`keys trust\`, \`signatures import\`, \`package sign\` and \`package verify\` print an
  array with one document for each key or package. A call that fails as a whole, such as for a key that
  cannot be read, prints one [error](#error), an object, in place of any array.
- Standard output has exactly one document, also where the command fails. The error is on standard
  error as well, for people.
- A list of more than 1,000 items is printed a page at a time. Where a later page cannot be read, the
  array ends before its \`]\`, so that no JSON parser takes it for the whole list; the exit code and
  standard error say why.

The first part of this page has the documents that the API answers with as well; the second has those
of [the command line alone](#documents-of-the-command-line-alone).

The lines of the [audit log](audit.md) and the files of the [formats](format.md) have milliseconds
in their times, and are documents of their own.

${JSON_EXAMPLES.map(section).join("\n")}
## Documents of the command line alone

${CLI_DOCUMENTS.map(cliSection).join("\n")}
## In the code

[\`src/contract/records.ts\`](../src/contract/records.ts) has one codec for each of these documents. The
API, \`--json\` and this page use the same ones. The documents of the command line alone are built in
[\`src/cli/commands/\`](../src/cli/commands), and their examples are from [\`tests/scripts/\`](../tests/scripts).
`;
}

function section({ title, says, commands, codec, value }: JsonExample): string {
  return `## ${title}\n\n${says}\n${printers(commands)}\n${block(z.encode(codec, value))}`;
}

function cliSection(document: CliDocument): string {
  const { title, says, commands } = document;
  return `### ${title}\n\n${says}\n${printers(commands)}\n${block(readCliDocument(document))}`;
}

function block(document: unknown): string {
  return `\`\`\`json\n${JSON.stringify(document, null, 2)}\n\`\`\`\n`;
}

function printers(commands: readonly string[]): string {
  if (commands.length === 0) return "";
  const names = commands.map((command) => command.startsWith("every") ? command : `\`${command}\``);
  return `\nPrinted by ${names.join(", ")}.\n`;
}
