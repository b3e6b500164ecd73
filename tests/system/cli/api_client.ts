import type { ApiServer } from "../../cli/api_server.ts";

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly answer: Record<string, unknown>;
}

/** Asks a server by GET, or by POST where a body is given, null for none. `as` is another token than the server's own. */
export type Ask = (path: string, body?: unknown, as?: string) => Promise<Answer>;

/** How long one answer may take, in milliseconds: as long as a primary may be away. */
const ANSWER_LIMIT = 150_000;

/** A client of the API. */
export function clientOf({ url, token }: ApiServer): Ask {
  return async (path, body, as = token) => {
    const response = await fetch(`${url}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${as}`, "content-type": "application/json" },
      body: body === undefined || body === null ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_LIMIT),
    });
    return { status: response.status, answer: await response.json() };
  };
}
