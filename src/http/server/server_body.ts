import type { BodyBudget } from "./limits/body_budget.ts";
import { growingBytes } from "../growing_bytes.ts";
import { refuse } from "./refusal.ts";
import { MAX_REQUEST_BYTES } from "../wire.ts";

/** How long a body may take to come, in milliseconds: `Deno.serve` itself waits for ever. */
const BODY_DEADLINE_MS = 10_000;

/** The same for one that nobody wants. */
const DISCARD_DEADLINE_MS = 1000;

/** The buffer that waits for what is still to come of a body, in bytes. */
const WAITING_BYTES = 16 * 1024;

const CLOSE = { connection: "close" } as const;

/**
 * Reads the body of a request, at most `maxBytes` and for at most ten seconds, with a share of the memory that bodies may
 * take. It counts while it reads, since a length may lie or be absent. Throws with status 413, 408, 400 or 503; what was
 * not read is then not waited for.
 */
export async function readBody(
  request: Request,
  maxBytes: number,
  budget: BodyBudget,
): Promise<Uint8Array<ArrayBuffer>> {
  const share = budget();
  const most = Math.min(lengthOf(request) || maxBytes, maxBytes);
  const bytes = growingBytes({ most, onGrow: share.growTo });
  try {
    await consume(request, { maxBytes, deadline: BODY_DEADLINE_MS }, bytes.append);
    return bytes.all();
  } finally {
    share.giveBack();
  }
}

/** Reads a body that nobody wants, and keeps nothing of it. Throws as `readBody` does, and sooner. */
export async function discardBody(request: Request): Promise<void> {
  const limits = { maxBytes: MAX_REQUEST_BYTES, deadline: DISCARD_DEADLINE_MS };
  await consume(request, limits, () => {});
}

async function consume(
  request: Request,
  { maxBytes, deadline }: { readonly maxBytes: number; readonly deadline: number },
  onPiece: (piece: Uint8Array) => void,
): Promise<void> {
  const length = lengthOf(request);
  if (length > maxBytes) throw tooLarge(length > MAX_REQUEST_BYTES ? MAX_REQUEST_BYTES : maxBytes);
  if (request.body === null) return;
  const reader = pieceReader(request.body);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(tooSlow(deadline)), deadline);
  try {
    await Promise.race([late.promise, readAll(reader, maxBytes, onPiece)]);
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Reads a body piece by piece: each is good until the next is asked for. */
interface PieceReader {
  readonly read: () => Promise<ReadableStreamReadResult<Uint8Array>>;
  readonly cancel: () => Promise<void>;
}

/** With a small buffer of our own: the runtime holds 170 KiB for each body that is still to come. */
function pieceReader(body: ReadableStream<Uint8Array>): PieceReader {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = body.getReader({ mode: "byob" });
  } catch {
    // A body that came with its head is no stream of bytes in Deno 2.9.6, and waits for nothing.
    return body.getReader();
  }
  let buffer = new Uint8Array(WAITING_BYTES);
  const read = async () => {
    const result = await reader.read(buffer);
    if (result.value !== undefined) buffer = new Uint8Array(result.value.buffer);
    return result as ReadableStreamReadResult<Uint8Array>;
  };
  return { read, cancel: () => reader.cancel() };
}

async function readAll(
  reader: PieceReader,
  maxBytes: number,
  onPiece: (piece: Uint8Array) => void,
): Promise<void> {
  let length = 0;
  while (true) {
    const { done, value } = await reader.read().catch(() => {
      throw refuse(400, "Cannot read the request: its body broke off", CLOSE);
    });
    if (done) return;
    length += value.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    onPiece(value);
  }
}

/** The length that a request says its body has; 0 or NaN where it says none. */
function lengthOf({ headers }: Request): number {
  return Number(headers.get("content-length"));
}

function tooLarge(maxBytes: number) {
  const limit = maxBytes === MAX_REQUEST_BYTES ? "1 MiB" : `${maxBytes / 1024} KiB`;
  return refuse(413, `Cannot read the request: its body is over ${limit}`, CLOSE);
}

function tooSlow(deadline: number) {
  const state = `its body did not come within ${deadline / 1000} s`;
  return refuse(408, `Cannot read the request: ${state}`, CLOSE);
}
