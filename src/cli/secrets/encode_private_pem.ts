import {
  encodeEncryptedPrivateKey,
  encodePrivateKey,
} from "../../formats/keys/encode_private_key.ts";
import type { PrivateKey } from "../../formats/keys/private_key.ts";
import type { CliContext } from "../context.ts";

/** A private key as PEM: encrypted where there is a passphrase. The caller wipes the bytes. */
export async function encodePrivatePem(
  { random }: CliContext,
  key: Pick<PrivateKey, "seed" | "publicKey">,
  passphrase: string | null,
): Promise<Uint8Array<ArrayBuffer>> {
  return passphrase === null
    ? encodePrivateKey(key, "pem", random)
    : await encodeEncryptedPrivateKey(key.seed, passphrase, random);
}
