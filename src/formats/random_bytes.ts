import type { Bytes } from "../crypto/bytes.ts";

/** Returns `length` cryptographically random bytes. Passed as an argument, because formats are pure. */
export type RandomBytes = (length: number) => Bytes;
