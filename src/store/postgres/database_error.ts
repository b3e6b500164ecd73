import postgres from "postgres";
import { CloacinaError } from "../../errors.ts";
import { certificateState } from "./certificate_state.ts";
import { ERROR_MEANINGS, type ErrorMeaning, FORBIDDEN } from "./error_meanings.ts";

/** Classes of SQLSTATE that speak of values, constraints, tables, and damage: what is there is not as it should be. */
const CORRUPT_CLASSES = ["22", "23", "42", "XX"];

/** What PgBouncer says everything with. */
const PROTOCOL_VIOLATION = "08P01";

/**
 * A failure of the database as a coded error; a coded error passes through, and so does what no database threw: that
 * is a bug. `action` reads "connect to"; `label` has no password.
 */
export function toDatabaseError(error: unknown, action: string, label: string): unknown {
  if (error instanceof CloacinaError || !(error instanceof Error)) return error;
  const meaning = meaningOf(error);
  if (meaning === undefined) return error;
  const { code, state, hint, isQuoted } = meaning;
  const said = isQuoted && error instanceof postgres.PostgresError ? ` (${error.message})` : "";
  const message = `Cannot ${action} ${label}: ${state}${said}`;
  return new CloacinaError(code, message, { hint, cause: error });
}

/** Whether the connection is of no more use: all but an error that the server answered a statement with. */
export function endsConnection(error: unknown): boolean {
  if (!(error instanceof postgres.PostgresError)) return true;
  // PgBouncer leaves out the one that is not translated.
  return /FATAL|PANIC/.test(error.severity ?? error.severity_local);
}

function meaningOf(error: Error): ErrorMeaning | undefined {
  if (error instanceof Deno.errors.NotCapable) return FORBIDDEN;
  const certificate = certificateState(error);
  if (certificate !== null) return { code: "store_unavailable", state: certificate };
  const code = "code" in error ? String(error.code) : "";
  const meaning = ERROR_MEANINGS[code === PROTOCOL_VIOLATION ? poolerCode(error.message) : code];
  return meaning ?? (error instanceof postgres.PostgresError ? otherRefusal(error) : undefined);
}

/** The SQLSTATE that the server would have given for what PgBouncer says. */
function poolerCode(message: string): string {
  if (/auth\w* failed|no such user/.test(message)) return "28P01";
  return /^(no such database|database .* does not exist)/.test(message) ? "3D000" : "";
}

function otherRefusal({ code }: postgres.PostgresError): ErrorMeaning {
  const isCorrupt = CORRUPT_CLASSES.includes(code.slice(0, 2));
  return {
    code: isCorrupt ? "store_corrupt" : "store_unavailable",
    state: `the server refuses with ${code}`,
    isQuoted: true,
  };
}
