import { join } from "node:path";
import type { HashedPackage } from "../../domain/package_hash.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import {
  parseProviderSignature,
  PROVIDER_SIGNATURE_FILE,
} from "../../formats/signature/provider_signature.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import { findSigner } from "../../operations/package/find_signer.ts";
import type { CliContext } from "../context.ts";
import { readSignatureBytes, type SignatureFile } from "./signature_file.ts";

/** A provider directory, `--signature` if given, and the keys that may have signed. */
interface ProviderToVerify {
  readonly path: string;
  readonly hashed: HashedPackage;
  readonly signature: string | undefined;
  readonly keys: AsyncIterable<PublicKey> | Iterable<PublicKey>;
}

/**
 * Reads the signature of a provider: from `--signature`, else its package.sig. It names neither key nor time: the signer
 * is the key under which it is valid, and the time is now. Throws `signature_not_found`, `malformed_signature` or
 * `invalid_signature`.
 */
export async function readProviderSignatureOf(
  context: CliContext,
  { path, hashed, signature: given, keys }: ProviderToVerify,
): Promise<SignatureFile> {
  const source = given ?? join(path, PROVIDER_SIGNATURE_FILE);
  const { name, bytes } = await readSignatureBytes(context, source);
  const signature = parseProviderSignature(bytes, name);
  const signer = await findSigner(hashed, signature, keys);
  return {
    name,
    signature: {
      packageHash: hashed.hash,
      keyFingerprint: signer.fingerprint,
      signature,
      signedAt: toRfc3339(context.now()),
    },
  };
}
