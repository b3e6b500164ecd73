import { ERROR_MEANINGS } from "../../src/cli/man/error_meanings.ts";
import { ERROR_OUTCOMES, type ErrorCode } from "../../src/errors.ts";
import { GENERATED } from "./generated_mark.ts";
import { markdownTable } from "./markdown_table.ts";

/** Exit codes that are no error's: the code's place in the table, and what it means. */
const OTHERS: readonly (readonly [exit: number, code: string, meaning: string])[] = [
  [0, "", "Done, or verified."],
  [
    101,
    "",
    "An argument is not UTF-8: the runtime gave up before the program began (executables only).",
  ],
];

/** The exit codes of `package verify` for a package that does not pass. */
const VERDICTS: readonly number[] = Object.values(ERROR_OUTCOMES)
  .map(({ exit }) => exit).filter((exit) => exit >= 10 && exit < 20)
  .sort((one, other) => one - other);

/** docs/exit-codes.md. */
export function exitCodesPage(): string {
  return `${GENERATED}

# Exit codes

${markdownTable(["exit code", "code", "meaning"], exitRows())}
${VERDICTS[0]} to ${
    VERDICTS.at(-1)
  } are the verdicts of \`package verify\`, and what \`package inspect\` and \`package statement\` say of a file that they cannot use; 5, 20 and 21, and 11, 12 and 14 for a seal, those of
\`audit verify\`; 5 is also that of \`db check\`. Any other exit code but 0 means that nothing was decided.
Exit code 0 means that the result was printed in full. \`serve\` exits with 0, not 130, once Ctrl-C or SIGTERM has stopped it.

\`db status\` and \`doctor\` print all that they found, and exit with 0 if the store or server can be used; \`doctor\` also where there is no key directory yet.
Else they exit with the code of the error that they print: 2 if the store or server does not exist, cannot
be reached or does not answer, 4 if the database role, the token or the permissions of files do not allow
it, 5 if tables are missing, damaged or another application's, or if the engine could not start on them or
this is unknown, and 1 if a URL or another setting is wrong.

\`db check\` exits with 5 if a row is bad, also one whose private key the master key does not open, and
with 4 if the master key opens no private key of the store.

\`package preflight\` exits with the code of the signature: with 0 also if it says that the server would
accept the signature, but not the file.

If one call handles several packages, the first one that failed decides the exit code. With \`--json\`
the [code](errors.md) is in the document.

## In the code

[\`src/errors.ts\`](../src/errors.ts) is the one table of codes, exit codes and HTTP statuses.
`;
}

function exitRows(): readonly (readonly string[])[] {
  const errors = Object.entries(ERROR_MEANINGS)
    .map(([code, meaning]) =>
      [ERROR_OUTCOMES[code as ErrorCode].exit, `\`${code}\``, meaning] as const
    );
  return [...OTHERS, ...errors].sort(([one], [other]) => one - other)
    .map(([exit, code, meaning]) => [String(exit), code, meaning]);
}
