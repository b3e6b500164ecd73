import type { PublicKey } from "../../domain/public_key.ts";
import { detectKeys } from "./detect_keys.ts";
import type { BareFormat, PublicKeyFormat } from "./key_formats.ts";
import { type LockedPrivateKey, type PrivateKey, readPrivateKey } from "./private_key.ts";
import { readPublicKey } from "./public_key.ts";
import { readSource } from "./read_source.ts";

/** The content of a key file. */
export type KeyFile =
  | {
    readonly half: "public";
    readonly format: PublicKeyFormat | BareFormat;
    readonly keys: readonly PublicKey[];
  }
  | { readonly half: "private"; readonly key: PrivateKey | LockedPrivateKey };

/**
 * Parses a public or private key file, and detects its format. 32 bare bytes are treated as a public key. Throws
 * `invalid_key`, which names `source`.
 */
export async function parseKeyFile(file: Uint8Array, source: string): Promise<KeyFile> {
  return await readSource(source, async () => {
    const detected = await detectKeys(file);
    const first = detected[0]!;
    if (first.half === "private") {
      return { half: "private", key: await readPrivateKey(first, source) };
    }
    const keys = await Promise.all(detected.map(readPublicKey));
    return { half: "public", format: first.format, keys };
  });
}
