import type { Bytes } from "../crypto/bytes.ts";
import type { ApiTokenId, ApiTokenRecord } from "../domain/api_token.ts";
import type { AuditEvent } from "../domain/audit_event.ts";
import type { OrgId } from "../domain/ids.ts";
import type { RandomBytes } from "../formats/random_bytes.ts";
import type { Store } from "../store/store.ts";
import type { LastSeen } from "./last_seen.ts";
import type { KeptSigners } from "./package/kept_signers.ts";

/** Returns the 32-byte master key, a copy that the operation wipes. Throws `wrong_passphrase`, `invalid_key`. */
export type MasterKeySource = () => Promise<Bytes>;

/** Writes events durably, all or none. Must succeed before results are returned. */
export type AuditTrail = (events: readonly AuditEvent[]) => Promise<void>;

/** The dependencies of operations on a local store. They have no other side effects. */
export interface LocalParts {
  readonly store: Store;
  readonly masterKey: MasterKeySource;
  /** Signing keys that stay unlocked between requests; null where each is unlocked for each request. */
  readonly keptSigners: KeptSigners | null;
  readonly now: Clock;
  readonly random: RandomBytes;
  /** A fresh UUID, in lower case. */
  readonly newId: () => string;
  readonly audit: AuditTrail;
  /** Warns the operator. */
  readonly warn: (text: string) => Promise<void>;
  /** The organisation whose rows answers may reveal, besides those that it trusts; null for all. */
  readonly viewer: OrgId | null;
  /** The token of the caller, which is checked again in each transaction; null for the local user. */
  readonly caller: ApiTokenId | null;
  /** What later requests may guess; null where none guesses. */
  readonly lastSeen: LastSeen | null;
  /** The token of a caller who was not looked up: it and keys must be in the transaction as they were seen. */
  readonly guessed: ApiTokenRecord | null;
}

/** Returns the current time. */
export type Clock = () => Date;
