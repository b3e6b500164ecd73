import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import type { RotateKeyRequest } from "../../contract/keys.ts";
import type { ChangeEvent } from "../../domain/audit_event.ts";
import { requireActive } from "../../domain/key_choice.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { KeyRotation } from "../../domain/signing_key.ts";
import { standingOf } from "../../domain/trust.ts";
import type { StoreWriter } from "../../store/store.ts";
import type { LocalParts } from "../parts.ts";
import { loadTrust } from "../trust/load_trust.ts";
import { addKey } from "./add_key.ts";
import { findKey } from "./find_key.ts";
import { requireUsable } from "./require_usable.ts";
import { type RevokedKey, revokeSigning } from "./revoke_signing.ts";
import { toSigningKeyInfo } from "./signing_key_info.ts";

/**
 * Creates a new trusted key for the organisation of the old one, and revokes the old one for signing, in one
 * transaction. Signatures of the old key remain valid while it is trusted. Throws `key_revoked` if it is revoked
 * already.
 */
export async function rotateKey(
  parts: LocalParts,
  { reference, name }: RotateKeyRequest,
): Promise<KeyRotation> {
  const old = await findKey(parts.store, reference);
  requireActive(old, "rotate");
  const oldIsTrusted = await isTrusted(parts, old);
  const revokedAt = parts.now();
  const seed = parts.random(KEY_LENGTH);
  const added = await addKey(parts, { orgId: old.orgId, name, seed }, {
    trust: true,
    reason: `generated to replace ${old.id}`,
    revokes: [old.fingerprint],
    besides: (writer) => revokeOld(parts, writer, { ...old, revokedAt }),
  }).finally(() => seed.fill(0));
  return {
    oldKey: toSigningKeyInfo({ ...old, revokedAt }),
    newKey: toSigningKeyInfo(added),
    oldIsTrusted,
  };
}

async function revokeOld(
  parts: LocalParts,
  writer: StoreWriter,
  old: RevokedKey,
): Promise<readonly ChangeEvent[]> {
  await requireUsable(parts, writer, { key: old, action: "rotate" });
  return [await revokeSigning(writer, old, "rotated")];
}

async function isTrusted(
  { store }: LocalParts,
  { orgId, fingerprint }: SigningKeyRecord,
): Promise<boolean> {
  const lookup = await loadTrust(store, orgId);
  return standingOf(await lookup(fingerprint)).kind === "trusted";
}
