import { ERROR_OUTCOMES } from "../../src/errors.ts";
import { GENERATED } from "./generated_mark.ts";
import { markdownTable } from "./markdown_table.ts";

/** docs/errors.md. */
export function errorsPage(): string {
  const rows = Object.entries(ERROR_OUTCOMES).map(([code, { exit, status, meaning }]) => [
    ...[`\`${code}\``, String(exit), String(status), meaning],
  ]);
  return `${GENERATED}

# Errors

An error is printed on standard error as

    error: Cannot <what was asked for> "<value>": <what stands in the way>
    hint: <what to do about it>

With \`--json\` it is a document on standard output, and the API answers with the same one, under the
HTTP status of its code: \`{"error": "…", "code": "…"}\`, and \`"hint"\` where there is one. Scripts
should look at the code; texts may change.

${markdownTable(["code", "exit code", "HTTP status", "meaning"], rows)}
## In the code

[\`src/errors.ts\`](../src/errors.ts) is the one table of codes. Errors are thrown where they are found;
[\`src/cli/terminal/output.ts\`](../src/cli/terminal/output.ts) prints them, and
[\`src/http/server/public_error.ts\`](../src/http/server/public_error.ts) decides what a remote caller
may learn.
`;
}
