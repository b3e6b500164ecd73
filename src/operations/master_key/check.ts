import { unseal } from "../../crypto/sealing.ts";
import { fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import type { Items } from "../../domain/list_slice.ts";
import { type MasterKeyCheck, requireMasterKey } from "../../domain/master_key.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { toStoredKeyInfo } from "../keys/signing_key_info.ts";
import type { CheckMasterKeyRequest } from "../operations.ts";
import type { LocalParts } from "../parts.ts";
import { ALL_KEYS } from "./all_keys.ts";
import { seedFaultOf } from "./open_seed.ts";

/** Checks a master key against a page of the store's signing keys, of all organisations, including revoked ones. */
export async function checkMasterKey(
  { store }: LocalParts,
  { masterKey, page }: CheckMasterKeyRequest,
): Promise<Items<MasterKeyCheck>> {
  requireMasterKey(masterKey);
  const { rows, ...rest } = await store.withDamaged.listSigningKeys(ALL_KEYS, page);
  const items = [];
  for (const row of rows) items.push(await check(row, masterKey));
  return { items, ...rest };
}

async function check(row: Stored<SigningKeyRecord>, masterKey: Bytes): Promise<MasterKeyCheck> {
  const key = toStoredKeyInfo(row);
  const { sealedSeed } = fieldsOf(row);
  const seed = sealedSeed === undefined ? null : await unseal(masterKey, sealedSeed);
  if (seed === null) return { key, opens: false, seedFault: null };
  const seedFault = await faultOfSeed(row, seed).finally(() => seed.fill(0));
  return { key, opens: true, seedFault };
}

async function faultOfSeed(row: Stored<SigningKeyRecord>, seed: Bytes): Promise<string | null> {
  return isDamaged(row) ? null : await seedFaultOf(row, seed);
}
