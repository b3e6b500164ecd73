import type { CONTRACT, OperationsOf } from "../contract/contract.ts";
import type { Items, Page } from "../domain/list_slice.ts";
import type { MasterKeyCheck, MasterKeyRotation } from "../domain/master_key.ts";
import type { Bytes } from "../crypto/bytes.ts";

/**
 * All operations on keys, trust and signatures, in a local store or over HTTP on a server. Methods take bytes, digests
 * and IDs, and throw coded errors. Changes are written to the audit log.
 */
export type Operations = OperationsOf<typeof CONTRACT>;

/** A new `master-key.json`, and what it is to replace, as it was read before the old master key. */
interface DocumentChange {
  readonly old: Uint8Array | null;
  readonly new: Uint8Array;
}

/** A new master key for a store. The caller wipes what it passes in. */
export interface RotateMasterKeyRequest {
  readonly oldKey: Bytes;
  readonly newKey: Bytes;
  /** Null if the store keeps no `master-key.json`. */
  readonly document: DocumentChange | null;
}

/** A master key to check against a page of signing keys. The caller wipes it. */
export interface CheckMasterKeyRequest {
  readonly masterKey: Bytes;
  readonly page: Page;
}

/** Operations on the master key, which are never available remotely. */
export interface MasterKeyOperations {
  /**
   * Decrypts every seed with the old master key and encrypts it with the new one, in one transaction. Throws
   * `wrong_master_key`, `key_integrity`, and `store_unavailable` where another process has replaced the old one.
   */
  readonly rotate: (request: RotateMasterKeyRequest) => Promise<MasterKeyRotation>;
  /** Checks a master key against the signing keys of all organisations, including revoked ones. Changes nothing. */
  readonly check: (request: CheckMasterKeyRequest) => Promise<Items<MasterKeyCheck>>;
}
