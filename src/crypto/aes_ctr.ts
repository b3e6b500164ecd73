import type { Bytes } from "./bytes.ts";

/** AES in counter mode, both ways, with all 16 bytes as the counter (SP 800-38A). Authenticates nothing. */
export async function aesCtr(key: Bytes, counter: Bytes, input: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, "AES-CTR", false, ["encrypt"]);
  const algorithm = { name: "AES-CTR", counter, length: 128 };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, imported, input));
}
