/** Bytes in unshared memory, as Web Crypto requires. */
export type Bytes = Uint8Array<ArrayBuffer>;
