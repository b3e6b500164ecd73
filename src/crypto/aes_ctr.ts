import type { Bytes } from "./bytes.ts";

/** AES in counter mode, to encrypt or decrypt, with a 16-byte counter (SP 800-38A). Not authenticated. */
export async function aesCtr(key: Bytes, counter: Bytes, input: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, "AES-CTR", false, ["encrypt"]);
  const algorithm = { name: "AES-CTR", counter, length: 128 };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, imported, input));
}
