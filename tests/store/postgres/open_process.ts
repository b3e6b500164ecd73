import { CloacinaError } from "../../../src/errors.ts";
import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";

// Opens the database whose URL is the argument, and prints what the error said, if there is one.
try {
  const store = await openPostgres({ kind: "postgres", url: Deno.args[0] ?? "", schema: null });
  await store.close();
  console.log("{}");
} catch (error) {
  if (!(error instanceof CloacinaError)) throw error;
  console.log(JSON.stringify({ code: error.code, message: error.message }));
}
