import type { Derivation } from "../../formats/keys/encrypt_pkcs8.ts";
import {
  encodeEncryptedPrivateKey,
  encodePrivateKey,
} from "../../formats/keys/encode_private_key.ts";
import type { PrivateKey } from "../../formats/keys/private_key.ts";
import type { CliContext } from "../context.ts";

/** A passphrase, if any, and how it is turned into a key if not by scrypt. */
interface PemProtection {
  readonly passphrase: string | null;
  readonly derivation?: Derivation | undefined;
}

/** A private key as PEM: encrypted where there is a passphrase. The caller wipes the bytes. */
export async function encodePrivatePem(
  { random }: CliContext,
  key: Pick<PrivateKey, "seed" | "publicKey">,
  { passphrase, derivation = "scrypt" }: PemProtection,
): Promise<Uint8Array<ArrayBuffer>> {
  return passphrase === null
    ? encodePrivateKey(key, "pem", random)
    : await encodeEncryptedPrivateKey(key.seed, { passphrase, derivation }, random);
}
