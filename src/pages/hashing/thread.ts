// Hashes one file, in one pass and in bounded memory, and tells how far it is.
import { sha256 } from "@noble/hashes/sha2.js";
import { createSHA256 } from "hash-wasm";
import type { FromHashing } from "./hash_package.ts";

/** What is read at once. */
const BUFFER_BYTES = 1024 * 1024;

/** How many bytes are hashed between two messages. */
const REPORT_BYTES = 8 * 1024 * 1024;

addEventListener("message", async ({ data }: MessageEvent<File>) => {
  try {
    tell({ kind: "hashed", ...await hashFile(data) });
  } catch (error) {
    tell({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  }
});

async function hashFile(file: File): Promise<{ hash: string; bytes: number }> {
  const state = await startHash();
  let bytes = 0;
  let told = 0;
  for await (const chunk of chunksOf(file)) {
    state.update(chunk);
    bytes += chunk.length;
    if (bytes < told + REPORT_BYTES) continue;
    told = bytes;
    tell({ kind: "progress", bytes });
  }
  return { hash: state.digest(), bytes };
}

/** The bytes of a file, by a reader: Safari can step through a stream itself only since 27. */
async function* chunksOf(file: File): AsyncGenerator<Uint8Array> {
  const read = readOwnBuffer(file) ?? readChunks(file);
  for (;;) {
    const { done, value } = await read();
    if (done) return;
    yield value;
  }
}

type Read = () => Promise<ReadableStreamReadResult<Uint8Array>>;

function readChunks(file: File): Read {
  const reader = file.stream().getReader();
  return () => reader.read();
}

/** Reads into one buffer again and again, where the browser can: in Chromium that takes half the time. */
function readOwnBuffer(file: File): Read | undefined {
  const reader = ownBufferReader(file);
  if (reader === undefined) return undefined;
  let buffer = new ArrayBuffer(BUFFER_BYTES);
  return async () => {
    const result = await reader.read(new Uint8Array(buffer));
    buffer = result.value?.buffer ?? buffer;
    return result;
  };
}

function ownBufferReader(file: File): ReadableStreamBYOBReader | undefined {
  try {
    return file.stream().getReader({ mode: "byob" });
  } catch {
    return undefined;
  }
}

interface Sha256 {
  readonly update: (chunk: Uint8Array) => void;
  readonly digest: () => string;
}

/** By WebAssembly, which takes a third of the time; without it where the browser or its policy refuses that. */
async function startHash(): Promise<Sha256> {
  try {
    const state = await createSHA256();
    return {
      update: (chunk) => void state.update(chunk),
      digest: () => state.digest("hex"),
    };
  } catch {
    const state = sha256.create();
    return {
      update: (chunk) => void state.update(chunk),
      digest: () => state.digest().toHex(),
    };
  }
}

function tell(message: FromHashing): void {
  postMessage(message);
}
