import { type PublicKey, toPublicKey } from "../../domain/public_key.ts";
import { CloacinaError } from "../../errors.ts";
import { detectKeys } from "./detect_keys.ts";
import { type DetectedKey, wipeDetected } from "./detected_key.ts";
import { readSource } from "./read_source.ts";

/**
 * Parses the public keys in a file: any number of PEM blocks, with text between them, or one key in any other format,
 * which is detected; 32 bare bytes are treated as a public key. Throws `invalid_key`, which names `source`, also for a
 * weak key.
 */
export async function parsePublicKeys(
  file: Uint8Array,
  source: string,
): Promise<readonly PublicKey[]> {
  return await readSource(source, async () => {
    const keys = await detectKeys(file);
    return await Promise.all(keys.map(readPublicKey));
  });
}

/** Parses a detected key as a public key, and wipes a private one. Throws `invalid_key`. */
export async function readPublicKey(key: DetectedKey): Promise<PublicKey> {
  if (key.half !== "private") return toPublicKey(key.bytes);
  await requireReadable(key).finally(() => wipeDetected(key));
  throw new CloacinaError("invalid_key", "Cannot read the public key: it is a private key", {
    hint: "`cloacina keys convert FILE --format pem` writes its public half",
  });
}

/** `keys convert` cannot read a private key of RSA either: what it says of one is said at once. */
async function requireReadable(key: DetectedKey): Promise<void> {
  const { readPrivateKey } = await import("./private_key.ts");
  const read = await readPrivateKey(key, "");
  if (!read.locked) read.seed.fill(0);
}
