import { ed25519Verify } from "../../crypto/ed25519.ts";
import { type HashedPackage, packageHashBytes } from "../../domain/package_hash.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import { CloacinaError } from "../../errors.ts";

/**
 * The first of these keys under which a signature is valid that does not name its key. Whether the key is trusted is
 * not decided here. Throws `invalid_signature`.
 */
export async function findSigner(
  { name, hash }: HashedPackage,
  signature: Uint8Array<ArrayBuffer>,
  keys: AsyncIterable<PublicKey> | Iterable<PublicKey>,
): Promise<PublicKey> {
  for await (const key of keys) {
    if (await ed25519Verify(key.bytes, packageHashBytes(hash), signature)) return key;
  }
  throw new CloacinaError(
    "invalid_signature",
    `Cannot verify ${name}: its signature is not valid under any trusted key`,
    {
      hint: "its files are not those that were signed, or another key signed them: a provider's " +
        "signature does not name its key",
    },
  );
}
