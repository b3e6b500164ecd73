import { FINGERPRINT, PUBLIC_KEY } from "../../testkit/sample_keys.ts";

/** Rows as the engine writes them: microseconds, an empty organisation, and a seed sealed by AES-256-GCM elsewhere. */

export const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
export const CHILD_ORG = "c0ffee00-5a5a-4b4b-8c8c-123456789abc";
export const KEY_ID = "0b6cf5a4-91d0-4d3e-b6a8-2f6f2fd0c0de";
export const TRUSTED_ID = "5f0d1e9b-27d4-4c66-8f0d-aa55aa55aa55";
export const GRANT_ID = "e4b5c6d7-0001-4002-8003-000400050006";
export const SIGNATURE_ID = "9a8b7c6d-5e4f-4a3b-8c2d-1e0f2a3b4c5d";

/** The bytes 00 to 1f, in hex. */
export const MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
export const SEALED_SEED = "f0e1d2c3b4a5968778695a4b" +
  "72b40a7a4b6ed9d93c05a8a629a2433e9cb2da4155d4c8267dc0122540086e38" +
  "7db1823e6839ce39818bed5240ffab76";

/** SHA-256 of "libworkflow\n", and the sample key's signature over it. */
export const PACKAGE_HASH = "f9c71dfd210a5ef8e24924320771c1348eaac7286557b35606e424d7dfe00f4b";
export const SIGNATURE = "a4718f51a1008d11d3fdd5794498741121e371af2bd57ddb1462c8bc2df2cc59" +
  "0c36bb30acfb8bd74c1210de3ea1f28ab32482989aadcbf68538250ed8311a0d";

export const ENGINE_ROWS = `
insert into signing_keys (id, org_id, key_name, encrypted_private_key, public_key, key_fingerprint, created_at, revoked_at)
  values ('${KEY_ID}', '${ORG}', 'release-key', '\\x${SEALED_SEED}', '\\x${PUBLIC_KEY}', '${FINGERPRINT}',
    '2026-01-28 12:00:00.123456', null);
insert into trusted_keys (id, org_id, key_fingerprint, public_key, key_name, trusted_at, revoked_at)
  values ('${TRUSTED_ID}', '${CHILD_ORG}', '${FINGERPRINT}', '\\x${PUBLIC_KEY}', null,
    '2026-01-28 12:00:01', '2026-07-01 23:59:59.999999');
insert into key_trust_acls (id, parent_org_id, child_org_id, granted_at, revoked_at)
  values ('${GRANT_ID}', '${ORG}', '${CHILD_ORG}', '2026-01-28 12:00:02.5', null);
insert into package_signatures (id, package_hash, key_fingerprint, signature, signed_at, org_id)
  values ('${SIGNATURE_ID}', '${PACKAGE_HASH}', '${FINGERPRINT}', '\\x${SIGNATURE}',
    '2026-01-28 12:00:03.000001', null);`;
