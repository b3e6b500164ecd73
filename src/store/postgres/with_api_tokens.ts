import postgres from "postgres";
import { CloacinaError } from "../../errors.ts";
import { API_TOKENS_TABLE } from "../migrations/postgres.ts";

/** The SQLSTATEs (PostgreSQL, appendix A) of a table that is missing, and of a column or a table that is another one. */
const NO_TABLE = "42P01";
const ANOTHER_TABLE = ["42703", "42704", "42804", "42809", "42883", "42P10"];

/**
 * Runs work on the table of API tokens and on no other, as not every database has it. Throws `store_unavailable` where
 * it is missing, and `store_corrupt` where it is another application's. `label` is the database without a password.
 */
export async function withApiTokens<Result>(
  label: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw explained(error, label);
  }
}

function explained(error: unknown, label: string): unknown {
  if (!(error instanceof CloacinaError && error.cause instanceof postgres.PostgresError)) {
    return error;
  }
  const { cause } = error;
  if (cause.code === NO_TABLE) return noTable(label, cause);
  return ANOTHER_TABLE.includes(cause.code) ? anotherTable(label, cause) : error;
}

function noTable(label: string, cause: unknown): CloacinaError {
  const message = `Cannot use API tokens in ${label}: the database has no table for them`;
  const hint = "`cloacina db migrate` makes it";
  return new CloacinaError("store_unavailable", message, { hint, cause });
}

function anotherTable(label: string, cause: postgres.PostgresError): CloacinaError {
  const state = `its table ${API_TOKENS_TABLE.name} is not ours (${cause.message})`;
  return new CloacinaError("store_corrupt", `Cannot use API tokens in ${label}: ${state}`, {
    hint: "`cloacina db status` says what differs",
    cause,
  });
}
