import { type ErrorDocument, errorDocument } from "../contract/error_document.ts";
import type { CloacinaError } from "../errors.ts";

/** The most bytes that are read of a request's body, even to discard it. */
export const MAX_REQUEST_BYTES = 2 * 1024 * 1024;

/** The most parts that the body of a request may have (see `requireJsonBounds`): 1,000 signatures with statements have 14,003. */
export const MAX_REQUEST_PARTS = 20_000;

/** The most that a client reads of an answer: 1,000 signatures take 0.5 MiB, and 3.5 MiB with statements. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** The most parts that an answer may have: 1,000 tokens for 100 keys each have 109,002, and later servers may say more. */
export const MAX_ANSWER_PARTS = 200_000;

/** The header that names a request, in answers, logs and error reports. */
export const REQUEST_ID = "x-request-id";

/** The body of an error. Most hints are for the server's operator; those on the request itself are for the caller. */
export function toApiError(error: CloacinaError): ErrorDocument {
  const document = errorDocument(error);
  return error.code === "invalid_request" ? document : { ...document, hint: null };
}
