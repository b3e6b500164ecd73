import type { ChangeEvent } from "../../domain/audit_event.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import type { StoreWriter } from "../../store/store.ts";
import { signingKeyEvent } from "../events.ts";

/** A key, and the time of its revocation. */
export interface RevokedKey extends SigningKeyRecord {
  readonly revokedAt: Date;
}

/** Revokes a key for signing, and returns the event. Throws `key_revoked` if it was revoked concurrently. */
export async function revokeSigning(
  writer: StoreWriter,
  key: RevokedKey,
  reason?: string,
): Promise<ChangeEvent> {
  if (await writer.revokeSigningKey(key.id, key.revokedAt)) {
    return signingKeyEvent("key.signing.revoked", key, reason);
  }
  throw new CloacinaError(
    "key_revoked",
    `Cannot revoke the key ${quoted(key.name)} (${key.id}): somebody else has just revoked it`,
  );
}
