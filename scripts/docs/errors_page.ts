import { ERROR_MEANINGS } from "../../src/cli/man/error_meanings.ts";
import { ERROR_OUTCOMES, type ErrorCode } from "../../src/errors.ts";
import { GENERATED } from "./generated_mark.ts";
import { hintsOf } from "./hints.ts";
import { markdownTable } from "./markdown_table.ts";
import { readHintFacts } from "./read_hint_facts.ts";

/** docs/errors.md. */
export async function errorsPage(): Promise<string> {
  const rows = Object.entries(ERROR_MEANINGS).map(([code, meaning]) => {
    const { exit, status } = ERROR_OUTCOMES[code as ErrorCode];
    return [`\`${code}\``, String(exit), String(status), meaning];
  });
  return `${GENERATED}

# Errors

An error is printed on standard error as

    error: Cannot <what was asked for> "<value>": <what stands in the way>
    hint: <what to do about it>

With \`--json\` it is a document on standard output, and the API answers with the same one:
\`{"error": "…", "code": "…", "hint": "…"}\`, with null for no hint. The API sends a hint only with
\`invalid_request\`, and answers with the HTTP status of the code, except for
[refusals that have a status of their own](api.md#requests). Scripts should look at the code; texts
may change.

${markdownTable(["code", "exit code", "HTTP status", "meaning"], rows)}
## Hints

The hints of each code, as the source has them; \`…\` is what differs from case to case.

${await hintLists()}
## In the code

[\`src/errors.ts\`](../src/errors.ts) is the one table of codes. Errors are thrown where they are found;
[\`src/cli/terminal/output.ts\`](../src/cli/terminal/output.ts) prints them, and
[\`src/http/server/public_error.ts\`](../src/http/server/public_error.ts) decides what a remote caller
may learn.
`;
}

/** A list for each code that has hints; they are shown as they are printed. */
async function hintLists(): Promise<string> {
  return Array.from(
    hintsOf(await readHintFacts()),
    ([code, hints]) =>
      hints.length === 0 ? "" : `### ${code}\n\n\`\`\`text\n${hints.join("\n")}\n\`\`\`\n`,
  ).join("\n");
}
