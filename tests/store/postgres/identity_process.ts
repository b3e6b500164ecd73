// Reads a list of database URLs, each with variables of the environment, from standard input, and prints for each what
// `question` is answered with in a transaction that writes: the list of answers, or of codes of errors.
import { toCloacinaError } from "../../../src/errors.ts";
import { connectToAny } from "../../../src/store/postgres/connect_to_any.ts";
import { toDatabaseTarget } from "../../../src/store/postgres/connection_target.ts";
import { loginSources } from "../../../src/store/postgres/login_sources.ts";
import type { Tables } from "../../../src/store/postgres/tables.ts";
import { inTransaction } from "../../../src/store/postgres/transaction.ts";

interface Asked {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}

const { question, urls } = await new Response(Deno.stdin.readable).json();
const answers: string[] = [];
for (const asked of urls) answers.push(await answerTo(asked));
console.log(JSON.stringify(answers));

async function answerTo({ url, env }: Asked): Promise<string> {
  for (const [name, value] of Object.entries(env)) Deno.env.set(name, value);
  try {
    return await identityOf(url);
  } catch (error) {
    return toCloacinaError(error).code;
  } finally {
    for (const name of Object.keys(env)) Deno.env.delete(name);
  }
}

async function identityOf(url: string): Promise<string> {
  const target = toDatabaseTarget(url, loginSources());
  const connection = await connectToAny(target);
  const findTables = () => Promise.resolve({} as Tables);
  const around = { connection, mode: "write", target, findTables, onStandby: () => {} } as const;
  try {
    return await inTransaction(around, async (run) => {
      const { rows: [row] } = await run(question);
      return String(row?.["identity"]);
    });
  } finally {
    await connection.close();
  }
}
