import type { TrustKeyRequest } from "../../contract/keys.ts";
import { toKeyName } from "../../domain/key_name.ts";
import { toPublicKey } from "../../domain/public_key.ts";
import type { KeyTrust } from "../../domain/trusted_key.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";
import { putTrust } from "../trust/put_trust.ts";
import { toTrustedKeyInfo } from "../trust/trusted_key_info.ts";
import { isKnownKey } from "./is_known.ts";
import { requirePublic } from "./require_public.ts";

/**
 * Makes an organisation trust a key. A key that is trusted already is not changed, and keeps its name; a revoked one is
 * trusted again. Throws `invalid_key` for a weak key, and for the seed of a key in the store.
 */
export async function trustKey(
  parts: LocalParts,
  { orgId, publicKey, name }: TrustKeyRequest,
): Promise<KeyTrust> {
  const { now, newId } = parts;
  const checked = toPublicKey(publicKey.bytes);
  await requirePublic((request) => isKnownKey(parts, request), checked, "trust the key");
  const { bytes, fingerprint } = checked;
  const wanted = {
    id: newId(),
    orgId,
    fingerprint,
    publicKey: bytes,
    name: name === null ? null : toKeyName(name),
    trustedAt: now(),
    revokedAt: null,
  };
  const { row, isNew, revokedAt } = await transact(parts, {}, async (writer) => {
    const put = await putTrust(writer, wanted);
    return { result: put, events: put.events };
  });
  const info = toTrustedKeyInfo(row, true);
  return { ...info, wasTrusted: !isNew, wasRevokedAt: revokedAt };
}
