import type { CONTRACT, OperationsOf } from "../contract/contract.ts";
import type { Items, Page } from "../domain/list_slice.ts";
import type { MasterKeyCheck, MasterKeyRotation } from "../domain/master_key.ts";
import type { Bytes } from "../crypto/bytes.ts";

/**
 * All that can be done with keys, trust and signatures that are kept somewhere: here in a store, or over HTTP on a
 * server. Methods take bytes, digests and ids, and throw coded errors. What changes something is written to the audit log.
 */
export type Operations = OperationsOf<typeof CONTRACT>;

/** A new master key for a store. The caller wipes what it passes in. */
export interface RotateMasterKeyRequest {
  readonly oldKey: Bytes;
  readonly newKey: Bytes;
  /** The new `master-key.json`, for a store that keeps one; null for another. */
  readonly document: Uint8Array | null;
}

/** A master key that is tried on part of the signing keys. The caller wipes it. */
export interface CheckMasterKeyRequest {
  readonly masterKey: Bytes;
  readonly page: Page;
}

/** What is done with the master key itself, which no server lets anyone do remotely. */
export interface MasterKeyOperations {
  /**
   * Opens every seed under the old master key and seals it under the new one, in one transaction. Throws
   * `wrong_master_key`, `key_integrity`.
   */
  readonly rotate: (request: RotateMasterKeyRequest) => Promise<MasterKeyRotation>;
  /** Tries a master key on the signing keys of all organisations, revoked ones too. Changes nothing. */
  readonly check: (request: CheckMasterKeyRequest) => Promise<Items<MasterKeyCheck>>;
}
