import assert from "node:assert/strict";
import type { KeyId } from "../../src/domain/ids.ts";
import { CloacinaError, ERROR_OUTCOMES, type ErrorCode } from "../../src/errors.ts";
import { type RemoteOperations, remoteOperations } from "../../src/http/client/client.ts";
import { ORG, type TestKey } from "../operations/kit.ts";
import { type RecordedPatience, recordedPatience } from "./recorded_patience.ts";

/** The token that clients of the tests show. */
export const TOKEN = `clk_${"A".repeat(43)}`;

/** The id of the one key that servers of the tests have. */
export const KEY_ID = "dddddddd-0000-4000-8000-00000000000d" as KeyId;

/** A request that came, read. */
export interface Seen {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A server that answers as a test says, and a client of it. */
export interface Hostile extends Pick<RecordedPatience, "pauses" | "notes"> {
  readonly url: string;
  readonly seen: readonly Seen[];
  readonly client: RemoteOperations;
}

/** How a server of the tests answers; `count` is how many requests came before. */
export type Answering = (seen: Seen, count: number) => Response | Promise<Response>;

/** Calls `body` with a server on a real socket, which is gone afterwards. */
export async function withHostile(
  answer: Answering,
  body: (hostile: Hostile) => Promise<void>,
  answerLimit?: number,
): Promise<void> {
  const stop = new AbortController();
  const seen: Seen[] = [];
  const options = { hostname: "127.0.0.1", port: 0, signal: stop.signal, onListen: () => {} };
  const server = Deno.serve(options, async (request) => {
    const { method, headers } = request;
    const { pathname, search } = new URL(request.url);
    const one = { method, path: `${pathname}${search}`, headers, body: await request.text() };
    return await answer(one, seen.push(one) - 1);
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  try {
    await withClient(
      url,
      (kit) => body({ url, seen, ...kit }),
      answerLimit,
    );
  } finally {
    stop.abort();
    await server.finished;
  }
}

/** Calls `body` with the client of a URL, which never really waits before it tries again. */
export async function withClient(
  url: string,
  body: (kit: Pick<Hostile, "client" | "pauses" | "notes">) => Promise<void>,
  answerLimit = 30_000,
  caCert: string | null = null,
  retryFor: number | null = null,
): Promise<void> {
  const { patience, onRetry, pauses, notes } = recordedPatience(undefined, answerLimit);
  const client = remoteOperations(
    { url, apiKey: TOKEN, caCert, retryFor, onRetry },
    patience,
  );
  try {
    await body({ client, pauses, notes });
  } finally {
    client.close();
  }
}

/** Calls `body` with the URL of a server that is nothing but its connections, and tells how many there were. */
export async function withConnections(
  serve: (connection: Deno.TcpConn, count: number) => Promise<void>,
  body: (url: string, count: () => number) => Promise<void>,
): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const served: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const connection of listener) {
      const one = serve(connection, served.length).catch(() => {});
      served.push(one.finally(() => tryClose(connection)));
    }
  })();
  try {
    await body(`http://127.0.0.1:${listener.addr.port}`, () => served.length);
  } finally {
    listener.close();
    await accepting;
    await Promise.all(served);
  }
}

function tryClose(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // It was closed by what served it.
  }
}

/** Reads until the end of a request's head. */
export async function readHead(connection: Deno.TcpConn): Promise<string> {
  const [buffer, decoder] = [new Uint8Array(64 * 1024), new TextDecoder()];
  let text = "";
  while (!text.includes("\r\n\r\n")) {
    const count = await connection.read(buffer);
    if (count === null) break;
    text += decoder.decode(buffer.subarray(0, count));
  }
  return text;
}

/** An answer in JSON. */
export function json(document: unknown, status = 200, headers: HeadersInit = {}): Response {
  return new Response(JSON.stringify(document), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}

/** A signing key as a server sends it. */
export function keyBody({ publicKey }: Pick<TestKey, "publicKey">, changes = {}) {
  return {
    key_id: KEY_ID,
    org_id: ORG,
    name: "release-key",
    public_key: publicKey.bytes.toBase64(),
    fingerprint: publicKey.fingerprint,
    created_at: "2026-01-28T12:00:00.000Z",
    revoked_at: null,
    fault: null,
    status: "active",
    ...changes,
  };
}

/** A trusted key as a server sends it. */
export function trustedBody({ publicKey }: Pick<TestKey, "publicKey">, changes = {}) {
  return {
    trusted_key_id: "8c7d6e5f-4a3b-4c2d-9e1f-0a9b8c7d6e5f",
    fingerprint: publicKey.fingerprint,
    public_key: publicKey.bytes.toBase64(),
    name: "release-key",
    trusted_by: ORG,
    trusted_at: "2026-01-28T12:00:00.000Z",
    revoked_at: null,
    is_trusted: true,
    fault: null,
    was_trusted: false,
    was_revoked_at: null,
    status: "trusted",
    ...changes,
  };
}

/** The work fails with this code and its exit code, in one line that says what cannot be done. Returns the error. */
export async function assertFails(
  code: ErrorCode,
  exit: number,
  work: Promise<unknown>,
): Promise<CloacinaError> {
  const error = await work.then(
    (result) => assert.fail(`expected ${code}, and got ${JSON.stringify(result)}`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof CloacinaError, String(error));
  assert.equal(error.code, code, error.message);
  assert.equal(ERROR_OUTCOMES[error.code].exit, exit);
  assert.match(error.message, /^Cannot [^\n]+$/);
  assert.ok(!error.message.includes(TOKEN) && !error.hint?.includes(TOKEN));
  return error;
}
