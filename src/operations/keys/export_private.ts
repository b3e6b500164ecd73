import type { ExportedKey } from "../../contract/keys.ts";
import { requireActive } from "../../domain/key_choice.ts";
import type { KeyReference } from "../../domain/key_reference.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { CloacinaError } from "../../errors.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { auditingFailure } from "../audit_failure.ts";
import { failureOf, signingKeyEvent } from "../events.ts";
import { openSeed } from "../master_key/open_seed.ts";
import { withMasterKey } from "../master_key/with_master_key.ts";
import type { LocalParts } from "../parts.ts";
import { handOut } from "../transact.ts";
import { findKey } from "./find_key.ts";
import { requireUsable } from "./require_usable.ts";
import { toSigningKeyInfo } from "./signing_key_info.ts";

/**
 * Decrypts a key's seed for the caller, who wipes it. It is returned only after the audit line is written, and only if
 * the key has not been revoked by then. Throws `key_revoked`, `key_integrity`.
 */
export async function exportPrivateKey(
  parts: LocalParts,
  reference: KeyReference,
): Promise<ExportedKey> {
  const key = await findKey(parts.store, reference);
  const event = signingKeyEvent("key.exported", key, "private key");
  const toFailure = (error: CloacinaError) => [failureOf(event, error)];
  const seed = await auditingFailure(parts.audit, toFailure, () => open(parts, key));
  try {
    return await handOut(parts, { uses: [key.fingerprint], toFailure }, async (reader) => {
      await requireUsable(parts, reader, { key, action: "export" });
      return { result: { key: toSigningKeyInfo(key), seed }, events: [event] };
    });
  } catch (error) {
    seed.fill(0);
    throw error;
  }
}

async function open({ store, masterKey }: LocalParts, key: SigningKeyRecord): Promise<Bytes> {
  requireActive(key, "export");
  return await withMasterKey(masterKey, (bytes) => openSeed(store, key, bytes));
}
