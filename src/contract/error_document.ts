import type { CloacinaError, ErrorCode } from "../errors.ts";

/** What JSON says of an error, here and over HTTP. */
export interface ErrorDocument {
  readonly error: string;
  readonly code: ErrorCode;
  /** What to try next; null where there is nothing to say. */
  readonly hint: string | null;
}

/** An error as a JSON document. It needs no codec, so that whatever fails early can be told. */
export function errorDocument({ message, code, hint }: CloacinaError): ErrorDocument {
  return { error: message, code, hint: hint ?? null };
}
