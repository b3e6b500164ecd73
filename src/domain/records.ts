import type { Bytes } from "../crypto/bytes.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { KeyId, OrgId } from "./ids.ts";
import type { PackageHash } from "./package_hash.ts";
import type { SignedStatement } from "./statement.ts";

/** A row of `signing_keys`. The public key and fingerprint are unverified until they are compared with the seed. */
export interface SigningKeyRecord {
  readonly id: KeyId;
  readonly orgId: OrgId;
  readonly name: string;
  /** nonce (12) || ciphertext (32) || tag (16), under the master key. */
  readonly sealedSeed: Bytes;
  /** 32 bytes. */
  readonly publicKey: Bytes;
  readonly fingerprint: Fingerprint;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

/** A row of `trusted_keys`. The public key is validated when it is used, not when it is read. */
export interface TrustedKeyRecord {
  readonly id: string;
  readonly orgId: OrgId;
  readonly fingerprint: Fingerprint;
  /** 32 bytes. */
  readonly publicKey: Bytes;
  readonly name: string | null;
  readonly trustedAt: Date;
  readonly revokedAt: Date | null;
}

/** A row of `key_trust_acls`: the parent also accepts every key that the child itself trusts. */
export interface TrustGrantRecord {
  readonly id: string;
  readonly parentOrgId: OrgId;
  readonly childOrgId: OrgId;
  readonly grantedAt: Date;
  readonly revokedAt: Date | null;
}

/** A row of `package_signatures`. The engine leaves the organisation null, and treats such rows as untrusted. */
export interface SignatureRecord {
  readonly id: string;
  readonly packageHash: PackageHash;
  readonly keyFingerprint: Fingerprint;
  /** 64 bytes. */
  readonly signature: Bytes;
  readonly signedAt: Date;
  readonly orgId: OrgId | null;
}

/**
 * A row of `cloacina_statements`: what the signer of a package states of it, beside the signature of this package by this
 * key. Nothing of it counts before its signature was verified.
 */
export interface StatementRecord extends SignedStatement {
  readonly id: string;
  readonly packageHash: PackageHash;
  readonly keyFingerprint: Fingerprint;
  readonly storedAt: Date;
}

/** A row of `cloacina_minimum_versions`: the highest version of a name that was accepted for an organisation. */
export interface MinimumVersionRecord {
  readonly id: string;
  readonly orgId: OrgId;
  /** As it was claimed. */
  readonly name: string;
  /** A semantic version. */
  readonly version: string;
  readonly raisedAt: Date;
}
