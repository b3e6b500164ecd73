import { KEY_LENGTH } from "../../../crypto/ed25519.ts";
import { decodeBase64 } from "../../base64.ts";
import type { DetectedKey } from "../detected_key.ts";
import { invalidKey } from "../invalid_key.ts";
import { readNaclPair } from "./nacl_pair.ts";

/** A name and the base64 of 32 or 64 bytes. Nix writes hashes in a similar form. */
const NIX_KEY = /^(?!(?:md5|sha\d+):)[^\s:]+:([A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)$/i;

/** Whether a text has the form of a Nix key. */
export function isNixKey(text: string): boolean {
  return NIX_KEY.test(text);
}

/**
 * Parses a key of `nix-store --generate-binary-cache-key`: its name, a colon, and base64 of a public key, or of a seed
 * and its public key. A signature has the form of the latter. Throws `invalid_key`.
 */
export async function readNixKey(text: string): Promise<DetectedKey> {
  const bytes = decodeBase64(NIX_KEY.exec(text)![1]!);
  if (bytes === undefined) throw invalidKey("its base64 is not canonical");
  if (bytes.length === KEY_LENGTH) return { half: "public", format: "nix", bytes };
  return await readNaclPair(bytes, "nix").finally(() => bytes.fill(0));
}
