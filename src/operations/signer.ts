import { type Ed25519Signer, ed25519Signer } from "../crypto/ed25519.ts";
import { type Fingerprint, fingerprintOf } from "../domain/fingerprint.ts";
import type { SignerKind } from "../domain/signer_kind.ts";

/** Where a key is, and what its keeper calls it. */
export interface SignerName {
  readonly kind: SignerKind;
  /** As in "transit/release@1"; undefined for a key in a file or in the store. */
  readonly name?: string;
}

/** A key that signs any number of messages, wherever its private half is. `signMessage` alone calls its `sign`. */
export interface Signer extends Ed25519Signer, SignerName {
  readonly fingerprint: Fingerprint;
  /** Ends the connection to what keeps the key, if there is one. */
  readonly close: () => void;
}

/** The signer of the 32-byte seed in a key file. The caller wipes the seed. */
export async function fileSigner(seed: Uint8Array): Promise<Signer> {
  const key = await ed25519Signer(seed);
  return heldSigner(key, { kind: "file", fingerprint: fingerprintOf(key.publicKey) });
}

/** The signer of a private key that this process holds. */
export function heldSigner(
  key: Ed25519Signer,
  { kind, fingerprint }: { readonly kind: "file" | "store"; readonly fingerprint: Fingerprint },
): Signer {
  return { ...key, kind, fingerprint, close: () => {} };
}
