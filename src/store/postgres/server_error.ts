import type { Buffer } from "node:buffer";
import postgres from "postgres";

/** A warning with which a server that stops at once ends its sessions (PostgreSQL, appendix A, class 57). */
const LAST_WARNINGS = ["57P01", "57P02"];

/**
 * The error in the body of an ErrorResponse or NoticeResponse, as the driver has it, with the fields that are shown
 * (PostgreSQL, section 55.8).
 */
export function toServerError(body: Buffer): postgres.PostgresError {
  const fields = new Map(body.toString().split("\0").map((field) => [field[0], field.slice(1)]));
  const [code, message] = [fields.get("C") ?? "", fields.get("M") ?? ""];
  // PgBouncer leaves out the untranslated severity.
  return serverError({ code, message, severity: fields.get("V") ?? fields.get("S") ?? "" });
}

/** Whether the server closes the connection after this error. */
export function isFatal({ severity, severity_local }: postgres.PostgresError): boolean {
  return /FATAL|PANIC/.test(severity ?? severity_local);
}

/** The error with which a server ends the connection, if a message of type E or N is that: nothing follows it. */
export function lastWordIn(type: string, body: Buffer): postgres.PostgresError | undefined {
  const error = toServerError(body);
  if (type === "E") return isFatal(error) ? error : undefined;
  const { code, message } = error;
  return LAST_WARNINGS.includes(code)
    ? serverError({ code, message, severity: "FATAL" })
    : undefined;
}

function serverError(fields: {
  readonly code: string;
  readonly message: string;
  readonly severity: string;
}): postgres.PostgresError {
  const make = postgres.PostgresError as unknown as new (
    fields: object,
  ) => postgres.PostgresError;
  return new make(fields);
}
