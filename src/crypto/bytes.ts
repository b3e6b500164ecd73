/** Bytes that are ours alone, as Web Crypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;
