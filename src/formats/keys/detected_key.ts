import type { Bytes } from "../../crypto/bytes.ts";
import type { BareFormat, LockedKeyFormat, PublicKeyFormat, SeedKeyFormat } from "./key_formats.ts";
import type { KeyHalves } from "./key_halves.ts";

/** A private key in a container that is not opened yet. */
export interface ContainedKey {
  readonly half: "private";
  readonly container: "pkcs8" | "encrypted_pkcs8" | "openssh" | "minisign" | "signify";
  readonly format: LockedKeyFormat;
  readonly bytes: Bytes;
  /** False if the file has other PEM blocks beside the key, such as certificates. */
  readonly isWholeFile: boolean;
}

/** A private key in a format without a container. */
export interface SeedKey {
  readonly half: "private";
  readonly format: SeedKeyFormat;
  readonly halves: KeyHalves;
}

/** The 32 bytes of a public key. */
interface RawPublicKey {
  readonly half: "public";
  readonly format: PublicKeyFormat | "base64";
  readonly bytes: Bytes;
}

/** 32 bytes, raw or in a text encoding, which may be a public key or a seed. */
interface EitherKey {
  readonly half: "either";
  readonly format: BareFormat;
  readonly bytes: Bytes;
}

/** A key in a file, public or private. The bytes are copies. */
export type DetectedKey = ContainedKey | SeedKey | RawPublicKey | EitherKey;

/** Wipes the copied bytes if they may be secret. */
export function wipeDetected(key: DetectedKey): void {
  ("halves" in key ? key.halves.seed : key.bytes).fill(0);
}
