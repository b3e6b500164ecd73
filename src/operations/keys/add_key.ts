import { toKeyName } from "../../domain/key_name.ts";
import type { AuditEvent } from "../../domain/audit_event.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { CloacinaError } from "../../errors.ts";
import type { StoreWriter } from "../../store/store.ts";
import { auditingFailure } from "../audit_failure.ts";
import { signingKeyEvent, trustedKeyEvent } from "../events.ts";
import { requireFitting } from "../master_key/fitting.ts";
import { withMasterKey } from "../master_key/with_master_key.ts";
import type { LocalParts } from "../parts.ts";
import { putTrust } from "../trust/put_trust.ts";
import { type KeyToSeal, ownTrustOf, sealKey } from "./seal_key.ts";

/** What happens to a new key besides being stored. */
export interface AddOptions {
  readonly trust: boolean;
  /** Where it comes from, for the audit log. */
  readonly reason: string;
  /** What else the transaction does; its events stand after those of the key. */
  readonly besides?: (writer: StoreWriter) => Promise<readonly AuditEvent[]>;
}

/**
 * Stores a new signing key, trusted or not, in one transaction that ends with its audit lines. Until then nobody else
 * adds a key, so that two processes cannot begin a store under two master keys. The caller wipes the seed.
 */
export async function addKey(
  parts: LocalParts,
  keyToSeal: KeyToSeal,
  { trust, reason, besides }: AddOptions,
): Promise<SigningKeyRecord> {
  const name = toKeyName(keyToSeal.name);
  const { orgId } = keyToSeal;
  const toEvents = ({ code }: CloacinaError): readonly AuditEvent[] => [
    { type: "key.signing.create_failed", orgId, name, reason: code },
  ];
  return await auditingFailure(
    parts.audit,
    toEvents,
    () =>
      withMasterKey(parts.masterKey, async (masterKey) => {
        const key = await sealKey(parts, masterKey, { ...keyToSeal, name });
        await parts.store.transaction(async (writer) => {
          await writer.lockSigningKeys();
          await requireFitting(writer, masterKey);
          await writer.addSigningKey(key);
          const events = [
            signingKeyEvent("key.signing.created", key, reason),
            ...trust ? await trustOwnKey(parts, writer, key) : [],
            ...await besides?.(writer) ?? [],
          ];
          await parts.audit(events);
        });
        return key;
      }),
  );
}

async function trustOwnKey(
  parts: LocalParts,
  writer: StoreWriter,
  key: SigningKeyRecord,
): Promise<readonly AuditEvent[]> {
  const { row, isNew } = await putTrust(writer, ownTrustOf(parts, key));
  return isNew ? [trustedKeyEvent("key.trusted.added", row)] : [];
}
