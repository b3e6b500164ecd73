import { growingBytes } from "./growing_bytes.ts";
import { refuse } from "./refusal.ts";
import { MAX_REQUEST_BYTES } from "./wire.ts";

/** How long a body may take to come, in milliseconds: `Deno.serve` itself waits for ever. */
const BODY_DEADLINE_MS = 10_000;

/** The same for one that nobody wants. */
const DISCARD_DEADLINE_MS = 1000;

/** The buffer that waits for what is still to come of a body, in bytes. */
const WAITING_BYTES = 4096;

const CLOSE = { connection: "close" } as const;

/**
 * Reads the body of a request, at most MAX_REQUEST_BYTES and for at most `deadline` ms. It counts while it reads, since a
 * length may lie or be absent. Throws with status 413, 408 or 400; what was not read is then not waited for.
 */
export async function readBody(
  request: Request,
  deadline: number = BODY_DEADLINE_MS,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = growingBytes();
  await consume(request, deadline, bytes.append);
  return bytes.all();
}

/** Reads a body that nobody wants, and keeps nothing of it. Throws as `readBody` does, and sooner. */
export async function discardBody(request: Request): Promise<void> {
  await consume(request, DISCARD_DEADLINE_MS, () => {});
}

async function consume(
  request: Request,
  deadline: number,
  onPiece: (piece: Uint8Array) => void,
): Promise<void> {
  if (Number(request.headers.get("content-length")) > MAX_REQUEST_BYTES) throw tooLarge();
  if (request.body === null) return;
  const reader = pieceReader(request.body);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(tooSlow(deadline)), deadline);
  try {
    await Promise.race([late.promise, readAll(reader, onPiece)]);
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

async function readAll(reader: PieceReader, onPiece: (piece: Uint8Array) => void): Promise<void> {
  let length = 0;
  while (true) {
    const { done, value } = await reader.read().catch(() => {
      throw refuse(400, "Cannot read the request: its body broke off", CLOSE);
    });
    if (done) return;
    length += value.length;
    if (length > MAX_REQUEST_BYTES) throw tooLarge();
    onPiece(value);
  }
}

function tooLarge() {
  return refuse(413, "Cannot read the request: its body is over 1 MiB", CLOSE);
}

function tooSlow(deadline: number) {
  const state = `its body did not come within ${deadline / 1000} s`;
  return refuse(408, `Cannot read the request: ${state}`, CLOSE);
}
