import type { Bytes } from "../../crypto/bytes.ts";
import { type Fingerprint, fingerprintOf, seedFingerprint } from "../../domain/fingerprint.ts";
import { detectKeys } from "./detect_keys.ts";
import { wipeDetected } from "./detected_key.ts";
import type { BareFormat } from "./key_formats.ts";

/** 32 bytes that may be a public key or a seed, with the fingerprint for either case. */
export interface BareKey {
  readonly format: BareFormat;
  /** The fingerprint if the bytes are a public key. */
  readonly asPublic: Fingerprint;
  /** The fingerprint of the derived public key if the bytes are a seed. */
  readonly asSeed: Fingerprint;
}

/**
 * Reads a key file of 32 bare bytes; null if its format tells public and private keys apart. Throws as `detectKeys`
 * does.
 */
export async function readBareKey(file: Uint8Array): Promise<BareKey | null> {
  const keys = await detectKeys(file);
  try {
    const [key] = keys;
    return key?.half === "either" ? await toBareKey(key.format, key.bytes) : null;
  } finally {
    keys.forEach(wipeDetected);
  }
}

/** Computes both fingerprints of 32 bytes. */
export async function toBareKey(format: BareFormat, bytes: Bytes): Promise<BareKey> {
  return {
    format,
    asPublic: fingerprintOf(bytes),
    asSeed: await seedFingerprint(bytes),
  };
}
