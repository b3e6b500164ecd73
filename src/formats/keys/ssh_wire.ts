import type { Bytes } from "../../crypto/bytes.ts";
import { concatBytes } from "../bytes.ts";

/** Reads the fields of an SSH packet in order (RFC 4251, section 5). Throws SyntaxError if it is too short. */
export interface SshReader {
  /** The next `length` bytes, as a view. */
  readonly bytes: (length: number) => Bytes;
  readonly uint32: () => number;
  /** The next `string`: a length, then that many bytes, as a view. */
  readonly string: () => Bytes;
  /** The remaining bytes, as a view. */
  readonly rest: () => Bytes;
  /** Throws SyntaxError if any bytes remain. */
  readonly end: () => void;
}

/** Creates a reader at the start of an SSH packet. */
export function sshReader(packet: Bytes): SshReader {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  let offset = 0;
  function bytes(length: number): Bytes {
    if (length > packet.length - offset) throw new SyntaxError("its OpenSSH data ends too early");
    offset += length;
    return packet.subarray(offset - length, offset);
  }
  function uint32(): number {
    bytes(4);
    return view.getUint32(offset - 4);
  }
  return {
    bytes,
    uint32,
    string: () => bytes(uint32()),
    rest: () => bytes(packet.length - offset),
    end: () => {
      if (offset < packet.length) throw new SyntaxError("its OpenSSH data has a trailing part");
    },
  };
}

/** Encodes a `string`: four bytes of length, then the bytes, or the UTF-8 of a text. */
export function sshString(value: Uint8Array | string): Bytes {
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return concatBytes(sshUint32(bytes.length), bytes);
}

/** Encodes a `uint32`, in network byte order. */
export function sshUint32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
