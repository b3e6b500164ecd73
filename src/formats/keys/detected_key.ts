import type { Bytes } from "../../crypto/bytes.ts";
import type { BareFormat, KeyFormat } from "./key_formats.ts";
import type { KeyHalves } from "./key_halves.ts";

/** A private key that has yet to be taken out of its container. */
export interface ContainedKey {
  readonly half: "private";
  readonly format: "pkcs8" | "encrypted_pkcs8" | "openssh";
  readonly bytes: Bytes;
}

/** A private key of a format without a container. */
export interface SeedKey {
  readonly half: "private";
  readonly format: "jwk";
  readonly halves: KeyHalves;
}

/** The 32 bytes of a public key. */
export interface RawPublicKey {
  readonly half: "public";
  readonly format: KeyFormat;
  readonly bytes: Bytes;
}

/** 32 bytes, as they are or in a text encoding, which cannot say which half they are. */
export interface EitherKey {
  readonly half: "either";
  readonly format: BareFormat;
  readonly bytes: Bytes;
}

/** One key of a file, and which half of a pair it is. The bytes are copies of the file's. */
export type DetectedKey = ContainedKey | SeedKey | RawPublicKey | EitherKey;

/** Overwrites what was copied of a file that may be a secret. */
export function wipeDetected(key: DetectedKey): void {
  ("halves" in key ? key.halves.seed : key.bytes).fill(0);
}
