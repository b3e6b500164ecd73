import type { Send } from "./connect.ts";

/** What a server says of itself to anyone. */
interface ServerState {
  readonly isReady: boolean;
  /** Null if it does not say. */
  readonly version: string | null;
}

/** Asks whether the server is ready, and which version it is. Never throws: no answer is not ready. */
export async function serverState(send: Send = fetch): Promise<ServerState> {
  const [ready, described] = await Promise.all([
    answerOf(send, "./ready"),
    answerOf(send, "./openapi.json"),
  ]);
  const version = (described as { info?: { version?: unknown } } | null)?.info?.version;
  return { isReady: ready !== null, version: typeof version === "string" ? version : null };
}

async function answerOf(send: Send, path: string): Promise<unknown> {
  try {
    const response = await send(path, { cache: "no-store", credentials: "omit" });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
