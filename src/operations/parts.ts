import type { Bytes } from "../crypto/bytes.ts";
import type { ApiTokenId } from "../domain/api_token.ts";
import type { AuditEvent } from "../domain/audit_event.ts";
import type { OrgId } from "../domain/ids.ts";
import type { RandomBytes } from "../formats/random_bytes.ts";
import type { Store } from "../store/store.ts";

/** Gives the 32 bytes of the master key, a copy that the operation wipes. Throws `wrong_passphrase`, `invalid_key`. */
export type MasterKeySource = () => Promise<Bytes>;

/** Writes events durably, all or none, before what they tell of is handed out. Throws; then nothing is handed out. */
export type AuditTrail = (events: readonly AuditEvent[]) => Promise<void>;

/** What operations on a store are made of. They touch nothing else of the machine. */
export interface LocalParts {
  readonly store: Store;
  readonly masterKey: MasterKeySource;
  readonly now: Clock;
  readonly random: RandomBytes;
  /** A fresh UUID, in lower case. */
  readonly newId: () => string;
  readonly audit: AuditTrail;
  /** Tells the operator of what was done in another way than usual. */
  readonly warn: (text: string) => Promise<void>;
  /** The one organisation whose rows an answer may tell of, besides what it trusts; null for those of all. */
  readonly viewer: OrgId | null;
  /** The token in whose name this is done, which is looked at again before anything is; null for this machine's user. */
  readonly caller: ApiTokenId | null;
}

/** Tells the time. */
export type Clock = () => Date;
