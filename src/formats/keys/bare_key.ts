import type { Bytes } from "../../crypto/bytes.ts";
import { type Fingerprint, fingerprintOf, seedFingerprint } from "../../domain/fingerprint.ts";
import { detectKeys } from "./detect_keys.ts";
import { wipeDetected } from "./detected_key.ts";
import type { BareFormat } from "./key_formats.ts";

/** The 32 bytes of a file that does not say which half of a key pair they are, by what they are as either. */
export interface BareKey {
  readonly format: BareFormat;
  /** The fingerprint of the bytes themselves, if they are a public key. */
  readonly asPublic: Fingerprint;
  /** The fingerprint of the public key that they make, if they are the seed of a private one. */
  readonly asSeed: Fingerprint;
}

/** Looks whether a key file holds bare bytes: null where it says which half it holds. Throws as `detectKeys` does. */
export async function readBareKey(file: Uint8Array): Promise<BareKey | null> {
  const keys = await detectKeys(file);
  try {
    const [key] = keys;
    return key?.half === "either" ? await toBareKey(key.format, key.bytes) : null;
  } finally {
    keys.forEach(wipeDetected);
  }
}

/** What 32 bytes are as either half. */
export async function toBareKey(format: BareFormat, bytes: Bytes): Promise<BareKey> {
  return {
    format,
    asPublic: await fingerprintOf(bytes),
    asSeed: await seedFingerprint(bytes),
  };
}
