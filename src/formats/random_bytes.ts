import type { Bytes } from "../crypto/bytes.ts";

/** Where fresh randomness comes from: `length` unpredictable bytes. An argument, because formats are pure. */
export type RandomBytes = (length: number) => Bytes;
