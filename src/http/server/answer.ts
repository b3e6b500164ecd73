import type { CloacinaError } from "../../errors.ts";
import { refusalOf } from "./refusal.ts";
import type { BytesAnswer } from "../route.ts";
import { toApiError } from "../wire.ts";

/**
 * The headers of every answer: do not store it, do not guess its type, do not compress it. Deno 2.7.11 would compress it,
 * and drop its length.
 */
const ALWAYS = {
  "cache-control": "no-store, no-transform",
  "x-content-type-options": "nosniff",
} as const;

/** An answer in JSON. */
export function jsonAnswer(
  status: number,
  document: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  return bytesAnswer(status, { bytes, mediaType: "application/json" }, headers);
}

/** An answer of bytes, which says how many they are. */
export function bytesAnswer(
  status: number,
  { bytes, mediaType }: BytesAnswer,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return streamAnswer(status, { body: bytes, length: bytes.length, mediaType }, headers);
}

/** An answer of `length` bytes, which may be still to come. */
interface StreamAnswer {
  readonly body: BodyInit;
  readonly length: number;
  readonly mediaType: string;
}

/** An answer that says how long it is before all of it is there. */
export function streamAnswer(
  status: number,
  { body, length, mediaType }: StreamAnswer,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const own = { ...ALWAYS, "content-type": mediaType, "content-length": String(length) };
  return new Response(body, { status, headers: { ...own, ...headers } });
}

/** The answer of a refused request. */
export function errorAnswer(error: CloacinaError): Response {
  const { status, headers } = refusalOf(error);
  return jsonAnswer(status, toApiError(error), headers);
}
