import type * as z from "zod/mini";
import { CloacinaError } from "../../errors.ts";
import { requireJsonBounds } from "../../formats/json/json_bounds.ts";
import { admit } from "./admit.ts";
import { growingBytes } from "../growing_bytes.ts";
import { noApi, toRemoteError } from "./remote_error.ts";
import { MAX_ANSWER_BYTES, MAX_ANSWER_PARTS } from "../wire.ts";
import { utf8Text } from "../../formats/utf8.ts";

/** A complete answer. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Reads an answer. Throws an error that says so, and closes the connection, if it is over 4 MiB. */
export async function receive(
  response: Response,
  toError: (state: string) => CloacinaError,
): Promise<Answered> {
  const bytes = growingBytes();
  let length = 0;
  for await (const piece of response.body ?? []) {
    length += piece.length;
    if (length > MAX_ANSWER_BYTES) throw toError("its answer is over 4 MiB");
    bytes.append(piece);
  }
  const { status, headers } = response;
  return { status, headers, body: bytes.all() };
}

/** Parses an answer against a schema. Throws the server's error, or `store_unavailable` if it does not match. */
export function readAnswer<Answer>(
  url: string,
  schema: z.ZodMiniType<Answer>,
  { status, headers, body }: Answered,
): Answer {
  if (status >= 300 && status < 400) throw redirects(url);
  const document = parseJson(headers, body);
  if (status >= 400) throw toRemoteError(document, status, url);
  const answer = admit(schema, document);
  if (answer !== undefined) return answer;
  throw noApi(url, "its answer is not one of the API");
}

/** Undefined if the body is not JSON, or exceeds the limits of an answer. */
export function parseJson(headers: Headers, body: Uint8Array): unknown {
  const [mediaType = ""] = (headers.get("content-type") ?? "").split(";");
  if (mediaType.trim().toLowerCase() !== "application/json") return undefined;
  const text = utf8Text(body);
  if (text === null) return undefined;
  try {
    requireJsonBounds(text, MAX_ANSWER_PARTS);
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function redirects(url: string): CloacinaError {
  const state = "it answers with a redirect, which is not followed";
  return new CloacinaError("invalid_request", `Cannot call the API at "${url}": ${state}`, {
    hint: "give the URL of the server itself with --api-url",
  });
}
