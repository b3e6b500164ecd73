import {
  BINARY_START_BYTES,
  isBinary,
  MAX_CHECKSUM_FILE_BYTES,
} from "../../formats/checksums/checksum_kind.ts";

/** Keeps what standard input begins with while it is hashed. */
export interface StartOfInput {
  readonly look: (chunk: Uint8Array) => void;
  /** The first 16 MiB; nothing if it is binary. */
  readonly text: () => Uint8Array;
}

/** Keeps nothing yet. */
export function startOfInput(): StartOfInput {
  let buffer: Uint8Array | undefined;
  let length = 0;
  const kept = () => (buffer ?? new Uint8Array()).subarray(0, length);
  return {
    look: (chunk) => {
      buffer ??= new Uint8Array(MAX_CHECKSUM_FILE_BYTES);
      if (length > BINARY_START_BYTES && isBinary(kept())) return;
      const part = chunk.subarray(0, buffer.length - length);
      buffer.set(part, length);
      length += part.length;
    },
    text: () => isBinary(kept()) ? new Uint8Array() : kept(),
  };
}
