import { MAX_SMALL_REQUEST_BYTES } from "../../contract/endpoint.ts";
import type { BodyBudget } from "./limits/body_budget.ts";
import { growingBytes } from "../growing_bytes.ts";
import { refuse } from "./refusal.ts";
import { MAX_REQUEST_BYTES } from "../wire.ts";

/** How long reading a body may take, in milliseconds: `Deno.serve` itself has no limit. */
const BODY_DEADLINE_MS = 10_000;

/** The same for a body that is discarded. */
const DISCARD_DEADLINE_MS = 1000;

/** The buffer for the next piece of a body, in bytes. */
const WAITING_BYTES = 16 * 1024;

const CLOSE = { connection: "close" } as const;

/**
 * Reads the body of a request: at most `maxBytes`, for at most ten seconds, within the memory budget of all bodies. It
 * counts while it reads, since a content-length may be wrong or absent. Throws with status 413, 408, 400 or 503, without
 * waiting for the rest.
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

/** Whether a body says that it is short: then its memory is not counted. */
export function isShort(request: Request): boolean {
  const length = lengthOf(request);
  return length > 0 && length <= MAX_SMALL_REQUEST_BYTES;
}

/** Reads and discards a body. Throws as `readBody` does, and sooner. */
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
  // Not `request.bytes()`: nobody can cancel that, and the connection of a body that never comes would stay open.
  const reader = pieceReader(request.body);
  try {
    await within(deadline, readAll(reader, maxBytes, onPiece));
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  }
}

/** What the work gives. Throws with status 408 where that takes more milliseconds. */
async function within<Result>(deadline: number, work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(tooSlow(deadline)), deadline);
  return await Promise.race([late.promise, work]).finally(() => clearTimeout(timer));
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
      throw brokenOff();
    });
    if (done) return;
    length += value.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    onPiece(value);
  }
}

/** The content-length of a request; 0 or NaN without one. */
function lengthOf({ headers }: Request): number {
  return Number(headers.get("content-length"));
}

function brokenOff() {
  return refuse(400, "Cannot read the request: its body broke off", CLOSE);
}

function tooLarge(maxBytes: number) {
  return refuse(413, `Cannot read the request: its body is over ${maxBytes / 1024} KiB`, CLOSE);
}

function tooSlow(deadline: number) {
  const state = `its body did not come within ${deadline / 1000} s`;
  return refuse(408, `Cannot read the request: ${state}`, CLOSE);
}
