import { CloacinaError, type ErrorCode } from "../../errors.ts";
import { isRefusal } from "./refusal.ts";

/** What a caller is told of the server's own machine. The rest, such as where its store is, stands in its log. */
const STATES: Partial<Readonly<Record<ErrorCode, string>>> = {
  io_failed: "the server could not read or write a file",
  store_unavailable: "the server does not reach its store",
  store_corrupt: "the server's store is damaged",
  wrong_master_key: "the server has another master key than its store",
};

/** The error as anyone may see it: of the same code. What was made as an answer is one already. */
export function publicError(error: CloacinaError): CloacinaError {
  const state = STATES[error.code];
  if (state === undefined || isRefusal(error)) return error;
  return new CloacinaError(error.code, `Cannot serve the request: ${state}`, { cause: error });
}
