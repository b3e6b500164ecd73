import type { CloacinaError } from "../errors.ts";
import { refusalOf } from "./refusal.ts";
import { toApiError } from "./wire.ts";

/** What every answer says: nobody keeps it, nobody guesses its type. */
const ALWAYS = { "cache-control": "no-store", "x-content-type-options": "nosniff" } as const;

/** An answer in JSON. */
export function jsonAnswer(
  status: number,
  document: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = JSON.stringify(document);
  return textAnswer(status, body, "application/json", headers);
}

/** An answer of text or bytes. */
export function textAnswer(
  status: number,
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
  mediaType: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(body, {
    status,
    headers: { ...ALWAYS, "content-type": mediaType, ...headers },
  });
}

/** The answer of a refused request. */
export function errorAnswer(error: CloacinaError): Response {
  const { status, headers } = refusalOf(error);
  return jsonAnswer(status, toApiError(error), headers);
}
