import type { ApiRole, ApiTokenId, ApiTokenRecord } from "../domain/api_token.ts";
import type { Fingerprint } from "../domain/fingerprint.ts";
import type { KeyId, OrgId } from "../domain/ids.ts";
import type { KeyReference } from "../domain/key_reference.ts";
import type { PackageHash } from "../domain/package_hash.ts";
import type { PublicKey } from "../domain/public_key.ts";
import type { SignatureRecord, TrustGrantRecord } from "../domain/records.ts";
import type { PackageSignature } from "../domain/signature.ts";
import type { ErrorCode } from "../errors.ts";
import type { Bytes } from "../formats/bytes.ts";
import type { Page } from "../store/store.ts";

/** A signing key without its seed. */
export interface SigningKeyInfo {
  readonly id: KeyId;
  readonly orgId: OrgId;
  readonly name: string;
  readonly publicKey: PublicKey;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  /**
   * What is wrong with the row, in words. Then the public key is only what the row claims, and nothing is done with it
   * but showing it in a list and revoking it; null where it was checked.
   */
  readonly fault: string | null;
}

/** A row by which an organisation trusts a key, its own or that of one that it grants trust to. */
export interface TrustedKeyInfo {
  readonly publicKey: PublicKey;
  readonly name: string | null;
  /** Whose trust it is: the organisation itself, or the child that it granted trust to. */
  readonly trustedBy: OrgId;
  readonly trustedAt: Date;
  readonly revokedAt: Date | null;
  /** Whether it counts now: neither this row nor the organisation's own row for the key is revoked, and it has no fault. */
  readonly isTrusted: boolean;
  /** As for a signing key. */
  readonly fault: string | null;
}

/** A key that is trusted now, and what its row said before. */
export interface KeyTrust extends TrustedKeyInfo {
  /** True where it was trusted already: nothing was changed. */
  readonly wasTrusted: boolean;
  /** When the organisation had revoked its trust in it; null where it had not. */
  readonly wasRevokedAt: Date | null;
}

/** A slice of a listing, how many items there are in all, and, if more follow, after what position. */
export interface Items<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly next?: string;
}

/** What a revocation does to signatures that are stored, for the organisation whose trust it is. */
export interface RevocationImpact {
  /** Signatures that stop verifying, oldest first, with whether their package keeps another good one. */
  readonly signatures: readonly {
    readonly packageHash: PackageHash;
    readonly keepsAnother: boolean;
  }[];
  /** True where there are more than are listed. */
  readonly isCutOff: boolean;
}

/** What was revoked, or would be, and by whom the key is trusted besides. */
export interface TrustRevocation {
  readonly key: TrustedKeyInfo;
  /**
   * Organisations that this one grants trust to and that still trust the key. Nothing of theirs counts here any more,
   * but the engine follows them even against the organisation's own revocation.
   */
  readonly stillTrustedBy: readonly OrgId[];
  readonly impact: RevocationImpact;
}

/** A verdict: which signature passed, and whose trust made it pass. Others of the hash may have failed. */
export interface Verdict {
  readonly signature: PackageSignature;
  readonly key: TrustedKeyInfo;
}

/** A verdict by what is stored; a standby, which may be behind its primary, may not know yet what was revoked. */
export interface StoredVerdict extends Verdict {
  readonly isFromStandby: boolean;
}

/** What the engine would answer to an upload: `accepted`, or the code of its refusal; and what was noticed besides. */
export interface PreflightReport {
  readonly answer:
    | "accepted"
    | Extract<ErrorCode, "signature_not_found" | "untrusted_signer" | "invalid_signature">;
  /** Why, in words. */
  readonly reason: string;
  /** What will surprise whoever relies on that answer, in words. */
  readonly warnings: readonly string[];
  /** Of the one signature that the engine looks at. */
  readonly signer: Fingerprint | null;
}

/** An API token as it is shown: what it may do and for whom, never its text nor the hash of that. */
export type ApiTokenInfo = Omit<ApiTokenRecord, "tokenHash">;

/** A new API token: its text, which is seen this once, and what is kept of it. */
export interface CreatedApiToken {
  readonly token: string;
  readonly info: ApiTokenInfo;
}

/** Whether a master key opens one key of the store, and what is wrong if it does. */
export interface MasterKeyCheck {
  readonly key: SigningKeyInfo;
  readonly opens: boolean;
  /** What is wrong between the seed and its row, in words; null where nothing is, and where the seed did not open. */
  readonly seedFault: string | null;
}

/** What a change of the master key did. */
export interface MasterKeyRotation {
  /** Seeds that are sealed under the new master key now. */
  readonly resealed: number;
  /** Seeds that were so before. */
  readonly alreadyNew: number;
}

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
    ) => Promise<{ oldKey: SigningKeyInfo; newKey: SigningKeyInfo; oldIsTrusted: boolean }>;
    /** Without `andTrust` no signature stops verifying. Throws `key_revoked` where nothing is left to revoke. */
    readonly revoke: (
      request: { reference: KeyReference; andTrust: boolean; dryRun: boolean },
    ) => Promise<
      Omit<TrustRevocation, "key"> & { key: SigningKeyInfo; isStillTrusted: boolean }
    >;
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
    ) => Promise<{ key: SigningKeyInfo; signatures: readonly PackageSignature[] }>;
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
