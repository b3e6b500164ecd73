import { VARIABLES } from "../../src/domain/variables.ts";
import { GENERATED } from "./generated_mark.ts";
import { markdownTable } from "./markdown_table.ts";

/** docs/environment.md. */
export function environmentPage(): string {
  const rows = Object.entries(VARIABLES).map(([name, use]) => [`\`${name}\``, use]);
  return `${GENERATED}

# Environment variables

${markdownTable(["variable", "what it is for"], rows)}
A variable that is set but empty is an error wherever a value is needed: it says that someone forgot
it. \`env:VAR\`, wherever a flag takes a key, a token, a master key or a database URL, reads any other
variable whose name begins with \`CLOACINA_\`. The program may read nothing else of the environment:
of libpq's variables, such as \`PGHOST\` and \`PGSSLMODE\`, only those in the table count.

A variable is inherited by every process started from the same shell, and other processes of the same user
can read it. For secrets, such as the password in \`DATABASE_URL\`, prefer a file that only you can read, or
standard input.

The runtime, Deno, obeys some variables of its own, such as \`DENO_CERT\` and \`SSLKEYLOGFILE\`, which the
program cannot see or turn off: the [security model](security-model.md#limits-of-build-and-runtime) lists
them. \`serve\` removes
\`DENO_SERVE_ADDRESS\`, which would move the server to another address.

## In the code

[\`src/domain/variables.ts\`](../src/domain/variables.ts) is the table; the compiler refuses to read a
variable that is not in it. The task \`cloacina\` in [\`deno.json\`](../deno.json) has the permission.
`;
}
