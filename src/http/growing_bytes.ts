/** What a buffer begins with, in bytes. Most requests and answers are smaller. */
const FIRST_BYTES = 4096;

/** Bytes that come in pieces. */
export interface GrowingBytes {
  readonly append: (piece: Uint8Array) => void;
  readonly all: () => Uint8Array<ArrayBuffer>;
}

/**
 * Collects pieces in one buffer, at most twice as long as what came. Each is copied: it may be one byte of a buffer of
 * 64 KiB, and whoever sends them chooses how many there are.
 */
export function growingBytes(): GrowingBytes {
  let buffer = new ArrayBuffer(FIRST_BYTES);
  let length = 0;
  const append = (piece: Uint8Array) => {
    const end = length + piece.length;
    if (end > buffer.byteLength) buffer = buffer.transfer(Math.max(end, 2 * buffer.byteLength));
    new Uint8Array(buffer).set(piece, length);
    length = end;
  };
  return { append, all: () => new Uint8Array(buffer, 0, length) };
}
