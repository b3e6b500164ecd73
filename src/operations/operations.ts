import type { ApiRole, ApiTokenId, ApiTokenInfo, CreatedApiToken } from "../domain/api_token.ts";
import type { Fingerprint } from "../domain/fingerprint.ts";
import type { KeyId, OrgId } from "../domain/ids.ts";
import type { KeyReference } from "../domain/key_reference.ts";
import type { Items, Page } from "../domain/list_slice.ts";
import type { MasterKeyCheck, MasterKeyRotation } from "../domain/master_key.ts";
import type { PackageHash } from "../domain/package_hash.ts";
import type { PreflightReport } from "../domain/preflight.ts";
import type { PublicKey } from "../domain/public_key.ts";
import type { SignatureRecord, TrustGrantRecord } from "../domain/records.ts";
import type { SigningKeyRevocation, TrustRevocation } from "../domain/revocation.ts";
import type { PackageSignature, SignedHashes } from "../domain/signature.ts";
import type { KeyRotation, SigningKeyInfo } from "../domain/signing_key.ts";
import type { KeyTrust, TrustedKeyInfo } from "../domain/trusted_key.ts";
import type { StoredVerdict } from "../domain/verdict.ts";
import type { Bytes } from "../formats/bytes.ts";

/**
 * All that can be done with keys, trust and signatures that are kept somewhere: here in a store, or over HTTP on a
 * server. Methods take bytes, digests and ids, and throw coded errors. What changes something is written to the audit log.
 */
export interface Operations {
  readonly keys: {
    readonly generate: (
      request: { orgId: OrgId; name: string; trust: boolean },
    ) => Promise<SigningKeyInfo>;
    /** The seed is the caller's to wipe. */
    readonly import: (
      request: { orgId: OrgId; name: string; seed: Uint8Array<ArrayBuffer>; trust: boolean },
    ) => Promise<SigningKeyInfo>;
    readonly list: (
      request: { orgId: OrgId; includeRevoked: boolean; page: Page },
    ) => Promise<Items<SigningKeyInfo>>;
    /**
     * The key that is meant, also one whose row does not say the truth: it is not to be used, but can be revoked. Throws
     * `key_not_found`, and `invalid_request` with the candidates where several are meant.
     */
    readonly lookUp: (reference: KeyReference) => Promise<SigningKeyInfo>;
    /** The same for a key whose public half will be used. Throws `key_integrity` too. */
    readonly show: (reference: KeyReference) => Promise<SigningKeyInfo>;
    /** Whether a signing key or a trusted key has this fingerprint, revoked or not; with `orgId` null, of anybody's. */
    readonly isKnown: (
      request: { orgId: OrgId | null; fingerprint: Fingerprint },
    ) => Promise<boolean>;
    /** The 32-byte seed, which the caller wipes. Throws `key_revoked`. */
    readonly exportPrivate: (
      reference: KeyReference,
    ) => Promise<{ key: SigningKeyInfo; seed: Uint8Array<ArrayBuffer> }>;
    /** Makes a new trusted key in the old one's organisation, and revokes the old one for signing. */
    readonly rotate: (
      request: { reference: KeyReference; name: string },
    ) => Promise<KeyRotation>;
    /** Without `andTrust` no signature stops verifying. Throws `key_revoked` where nothing is left to revoke. */
    readonly revoke: (
      request: { reference: KeyReference; andTrust: boolean; dryRun: boolean },
    ) => Promise<SigningKeyRevocation>;
    /** A key that is trusted already stays as it is, under the name it has. */
    readonly trust: (
      request: { orgId: OrgId; publicKey: PublicKey; name: string | null },
    ) => Promise<KeyTrust>;
    readonly trusted: {
      readonly list: (
        request: { orgId: OrgId; includeRevoked: boolean; page: Page },
      ) => Promise<Items<TrustedKeyInfo>>;
      /**
       * The one of the organisation's own active keys that a word means: by its name, or by how its fingerprint begins.
       * Throws `trust_not_found`, `key_revoked` where it was revoked, and `invalid_request` with the candidates where
       * several are meant.
       */
      readonly lookUp: (request: { orgId: OrgId; text: string }) => Promise<TrustedKeyInfo>;
      /** Of the organisation's own keys. Throws as `lookUp`. */
      readonly revoke: (
        request: { orgId: OrgId; fingerprintPrefix: string; dryRun: boolean },
      ) => Promise<TrustRevocation>;
    };
  };
  readonly orgs: {
    /** Throws `trust_exists` where the grant is active already. */
    readonly grantTrust: (request: { parent: OrgId; child: OrgId }) => Promise<TrustGrantRecord>;
    /** Throws `trust_not_found`. */
    readonly revokeTrust: (request: { parent: OrgId; child: OrgId }) => Promise<void>;
    /** What the organisation gave, then what it got; revoked ones too. */
    readonly listTrust: (orgId: OrgId) => Promise<readonly TrustGrantRecord[]>;
  };
  readonly package: {
    /** Signs hashes with a key that stays where it is. With `store`, all are stored together or none is signed. */
    readonly sign: (
      request: { reference: KeyReference; hashes: readonly PackageHash[]; store: boolean },
    ) => Promise<SignedHashes>;
    /**
     * Tries the given signature, else every stored one of the hash, of which one that passes is enough. Throws
     * `package_tampered`, `key_revoked` (by the organisation itself), `untrusted_signer`, `invalid_signature` or
     * `signature_not_found`, and `key_integrity` where a trusted row lies.
     */
    readonly verify: (
      request: {
        orgId: OrgId;
        name: string;
        hash: PackageHash;
        signature: PackageSignature | null;
      },
    ) => Promise<StoredVerdict>;
    readonly preflight: (request: { orgId: OrgId; hash: PackageHash }) => Promise<PreflightReport>;
  };
  readonly signatures: {
    /**
     * Checks signatures against the keys that the organisation trusts, then stores them together. Throws as
     * `package.verify` does, and `signature_exists` where another organisation has stored one of them.
     */
    readonly import: (
      request: { orgId: OrgId; signatures: readonly PackageSignature[] },
    ) => Promise<readonly SignatureRecord[]>;
    readonly list: (
      request: { orgId: OrgId | null; hash: PackageHash | null; page: Page },
    ) => Promise<Items<SignatureRecord>>;
  };
  readonly tokens: {
    /** With `orgId` null, for all organisations; `keyIds` limits what the role sign signs with. */
    readonly create: (
      request: {
        orgId: OrgId | null;
        name: string | null;
        role: ApiRole;
        keyIds: readonly KeyId[] | null;
        expiresAt: Date | null;
      },
    ) => Promise<CreatedApiToken>;
    /** With `orgId` null, all of them; else those for this organisation alone. */
    readonly list: (
      request: { orgId: OrgId | null; includeRevoked: boolean; page: Page },
    ) => Promise<Items<ApiTokenInfo>>;
    /** With `orgId`, only a token for this organisation alone. Throws `token_not_found`. */
    readonly revoke: (request: { id: ApiTokenId; orgId: OrgId | null }) => Promise<ApiTokenInfo>;
  };
}

/** What is done with the master key itself, which no server lets anyone do from afar. The caller wipes what it passes in. */
export interface MasterKeyOperations {
  /**
   * Opens every seed under the old master key and seals it under the new one, in one transaction. `document` is the new
   * `master-key.json`, for a store that keeps one, and null for another. Throws `wrong_master_key`, `key_integrity`.
   */
  readonly rotate: (
    request: { oldKey: Bytes; newKey: Bytes; document: Uint8Array | null },
  ) => Promise<MasterKeyRotation>;
  /** Tries a master key on the signing keys of all organisations, revoked ones too. Changes nothing. */
  readonly check: (request: { masterKey: Bytes; page: Page }) => Promise<Items<MasterKeyCheck>>;
}
