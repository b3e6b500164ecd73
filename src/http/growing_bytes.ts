/** What a buffer begins with, in bytes. Most requests and answers are smaller. */
const FIRST_BYTES = 4096;

/** Bytes that arrive in pieces. */
interface GrowingBytes {
  readonly append: (piece: Uint8Array) => void;
  readonly all: () => Uint8Array<ArrayBuffer>;
}

/** What is known of the bytes before they arrive. */
interface Expected {
  /** The most that will come: the buffer gets no longer without need. */
  readonly most?: number;
  /** Is told how long the buffer is to be before it grows; it does not where this throws. */
  readonly onGrow?: (length: number) => void;
}

/**
 * Collects pieces in one buffer, at most twice as long as what came. Each is copied: it may be one byte of a buffer of
 * 64 KiB, and whoever sends them chooses how many there are.
 */
export function growingBytes(
  { most = Infinity, onGrow = () => {} }: Expected = {},
): GrowingBytes {
  let buffer = new ArrayBuffer(0);
  let length = 0;
  const grow = (end: number) => {
    const wanted = Math.max(FIRST_BYTES, 2 * buffer.byteLength);
    const grown = Math.max(end, Math.min(wanted, most));
    onGrow(grown);
    buffer = buffer.transfer(grown);
  };
  const append = (piece: Uint8Array) => {
    const end = length + piece.length;
    if (end > buffer.byteLength) grow(end);
    new Uint8Array(buffer).set(piece, length);
    length = end;
  };
  return { append, all: () => new Uint8Array(buffer, 0, length) };
}
