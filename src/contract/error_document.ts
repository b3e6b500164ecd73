import type { CloacinaError, ErrorCode } from "../errors.ts";

/** The JSON document of an error, in `--json` output and over HTTP. */
export interface ErrorDocument {
  readonly error: string;
  readonly code: ErrorCode;
  /** What to try next; null if there is no hint. */
  readonly hint: string | null;
}

/** Converts an error to a JSON document, without a codec, so that early failures can be reported. */
export function errorDocument({ message, code, hint }: CloacinaError): ErrorDocument {
  return { error: message, code, hint: hint ?? null };
}
