import type { TrustKeyRequest } from "../../contract/keys.ts";
import { fieldsOf } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { OrgId } from "../../domain/ids.ts";
import { toKeyName } from "../../domain/key_name.ts";
import { toPublicKey } from "../../domain/public_key.ts";
import { quoted } from "../../domain/quoted.ts";
import { isDamagedRow } from "../../domain/read_row.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { KeyTrust } from "../../domain/trusted_key.ts";
import { CloacinaError } from "../../errors.ts";
import type { StoreReader } from "../../store/store.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";
import { putTrust } from "../trust/put_trust.ts";
import { toTrustedKeyInfo } from "../trust/trusted_key_info.ts";
import { isKnownKey } from "./is_known.ts";
import { requirePublic } from "./require_public.ts";

/**
 * Makes an organisation trust a key. A key that is trusted already is not changed, and keeps its name; a revoked one is
 * trusted again. Throws `invalid_key` for a weak key, and for the seed of a key in the store; and `key_revoked` for the
 * organisation's own signing key if that is revoked.
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
  const { row, isNew, revokedAt } = await transact(
    parts,
    { uses: [fingerprint] },
    async (writer) => {
      await requireNotRevoked(writer, orgId, fingerprint);
      const put = await putTrust(writer, wanted);
      return { result: put, events: put.events };
    },
  );
  const info = toTrustedKeyInfo(row, true);
  return { ...info, wasTrusted: !isNew, wasRevokedAt: revokedAt };
}

/** Throws `store_corrupt` where a damaged row leaves unclear whether the organisation's own signing key is revoked. */
async function requireNotRevoked(
  { withDamaged }: StoreReader,
  orgId: OrgId,
  fingerprint: Fingerprint,
): Promise<void> {
  for (const row of await withDamaged.signingKeysOf(fingerprint)) {
    const key = fieldsOf<SigningKeyRecord>(row);
    if (key.orgId !== undefined && key.orgId !== orgId) continue;
    if (key.revokedAt === null) continue;
    if (isDamagedRow<SigningKeyRecord>(row)) throw row.error;
    throw revoked(row);
  }
}

function revoked({ fingerprint, name, id, revokedAt }: SigningKeyRecord): CloacinaError {
  const state = `it was revoked as the signing key ${
    quoted(name)
  } (${id}) at ${revokedAt?.toISOString()}`;
  return new CloacinaError("key_revoked", `Cannot trust the key ${fingerprint}: ${state}`);
}
