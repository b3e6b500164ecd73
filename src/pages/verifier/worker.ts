// Hashes one file, in one pass and in bounded memory, and tells how far it is.
import { sha256 } from "@noble/hashes/sha2.js";
import { createSHA256 } from "hash-wasm";
import type { FromHashing } from "./hash_package.ts";

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
  const reader = file.stream().getReader();
  let bytes = 0;
  let told = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    state.update(next.value);
    bytes += next.value.length;
    if (bytes < told + REPORT_BYTES) continue;
    told = bytes;
    tell({ kind: "progress", bytes });
  }
  return { hash: state.digest(), bytes };
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
