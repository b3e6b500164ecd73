import { refuse } from "./refusal.ts";
import { MAX_REQUEST_BYTES } from "./wire.ts";

/** How long a body may take to come, in milliseconds: `Deno.serve` itself waits for ever. */
const BODY_DEADLINE_MS = 10_000;

/** The same for one that nobody wants. */
const DISCARD_DEADLINE_MS = 1000;

const CLOSE = { connection: "close" } as const;

/**
 * Reads the body of a request, at most MAX_REQUEST_BYTES and for at most `deadline` ms. It counts while it reads, since a
 * length may lie or be absent. Throws with status 413, 408 or 400; what was not read is then not waited for.
 */
export async function readBody(
  request: Request,
  deadline: number = BODY_DEADLINE_MS,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  const length = await consume(request, deadline, (chunk) => void chunks.push(chunk));
  return joined(chunks, length);
}

/** Reads a body that nobody wants, and keeps nothing of it. Throws as `readBody` does, and sooner. */
export async function discardBody(request: Request): Promise<void> {
  await consume(request, DISCARD_DEADLINE_MS, () => {});
}

async function consume(
  request: Request,
  deadline: number,
  onChunk: (chunk: Uint8Array) => void,
): Promise<number> {
  if (Number(request.headers.get("content-length")) > MAX_REQUEST_BYTES) throw tooLarge();
  if (request.body === null) return 0;
  const reader = request.body.getReader();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(tooSlow(deadline)), deadline);
  try {
    return await Promise.race([late.promise, readAll(reader, onChunk)]);
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  onChunk: (chunk: Uint8Array) => void,
): Promise<number> {
  let length = 0;
  while (true) {
    const { done, value } = await reader.read().catch(() => {
      throw refuse(400, "Cannot read the request: its body broke off", CLOSE);
    });
    if (done) return length;
    length += value.length;
    if (length > MAX_REQUEST_BYTES) throw tooLarge();
    onChunk(value);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function tooLarge() {
  return refuse(413, "Cannot read the request: its body is over 1 MiB", CLOSE);
}

function tooSlow(deadline: number) {
  const state = `its body did not come within ${deadline / 1000} s`;
  return refuse(408, `Cannot read the request: ${state}`, CLOSE);
}
