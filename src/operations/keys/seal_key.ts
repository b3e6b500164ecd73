import { ed25519Signer } from "../../crypto/ed25519.ts";
import type { KeyId, OrgId } from "../../domain/ids.ts";
import { toPublicKey } from "../../domain/public_key.ts";
import type { SigningKeyRecord, TrustedKeyRecord } from "../../domain/records.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { sealSeed } from "../master_key/seal_seed.ts";
import type { LocalParts } from "../parts.ts";

/** A key pair to store, and its organisation and name. */
export interface KeyToSeal {
  readonly orgId: OrgId;
  readonly name: string;
  readonly seed: Bytes;
}

/** Creates the row of a new signing key: derives its public key, and encrypts its seed with a fresh nonce. */
export async function sealKey(
  { now, random, newId }: LocalParts,
  masterKey: Bytes,
  { orgId, name, seed }: KeyToSeal,
): Promise<SigningKeyRecord> {
  const signer = await ed25519Signer(seed);
  const { bytes, fingerprint } = toPublicKey(signer.publicKey);
  return {
    id: newId() as KeyId,
    orgId,
    name,
    sealedSeed: await sealSeed(masterKey, seed, random),
    publicKey: bytes,
    fingerprint,
    createdAt: now(),
    revokedAt: null,
  };
}

/** The trusted key row of a signing key for its own organisation, with the same name. */
export function ownTrustOf(
  { newId, now }: LocalParts,
  { orgId, fingerprint, publicKey, name }: SigningKeyRecord,
): TrustedKeyRecord {
  return { id: newId(), orgId, fingerprint, publicKey, name, trustedAt: now(), revokedAt: null };
}
