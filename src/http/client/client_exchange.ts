import { receive } from "./client_answer.ts";
import { type AskedServer, toFailure } from "./client_failure.ts";
import type { Outcome } from "./client_retry.ts";

/** A server, and what connects to it. */
interface Connection extends AskedServer {
  readonly client: Deno.HttpClient;
}

/**
 * Sends a request once, and has the answer or why none came. No redirect is followed, which would show the token to
 * another machine.
 */
export async function exchange(
  { client, url, kind, limit }: Connection,
  target: string,
  init: RequestInit,
): Promise<Outcome> {
  try {
    const signal = AbortSignal.timeout(limit);
    const response = await fetch(target, { ...init, redirect: "manual", signal, client });
    return await receive(response, (state) => kind.strange(url, state));
  } catch (thrown) {
    return toFailure({ url, kind, limit }, thrown);
  }
}
