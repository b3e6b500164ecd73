/**
 * What V8 is told wherever a bundle runs: it takes what it compiled in a rehearsal only where it was told the same. A
 * young generation of at most 4 MiB a half, in place of 16: a busy server takes some 60 MiB less memory.
 */
export const V8_FLAGS = "--v8-flags=--max-semi-space-size=4";
