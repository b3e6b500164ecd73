import { CloacinaError, type ErrorCode } from "../../errors.ts";
import { isRefusal } from "./refusal.ts";

/** What a caller is told of faults of the server. The details, such as where its store is, are in the server's log. */
const STATES: Partial<Readonly<Record<ErrorCode, string>>> = {
  io_failed: "the server could not read or write a file",
  store_unavailable: "the server cannot use its store",
  store_corrupt: "the server's store is damaged",
  wrong_master_key: "the server's master key is not the one of its store",
};

/** The error as anyone may see it, with the same code. */
export function publicError(error: CloacinaError): CloacinaError {
  if (error.code === "outcome_unknown") return unknownOutcome(error);
  const state = error.publicState ?? STATES[error.code];
  if (state === undefined || isRefusal(error)) return error;
  return new CloacinaError(error.code, `Cannot serve the request: ${state}`, { cause: error });
}

function unknownOutcome(cause: CloacinaError): CloacinaError {
  const state = "the server lost its store while that confirmed it";
  const message = `Cannot tell whether the request was carried out: ${state}`;
  return new CloacinaError(cause.code, message, { cause });
}
