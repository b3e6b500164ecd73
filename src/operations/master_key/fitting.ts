import { unseal } from "../../crypto/sealing.ts";
import { fieldsOf, type Stored } from "../../domain/damaged.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import type { StoreReader } from "../../store/store.ts";
import { ALL_KEYS } from "./all_keys.ts";

/** How many of the newest and oldest seeds are tried, to tell a wrong master key from a damaged seed. */
const SAMPLE = 10;

/**
 * Requires that a master key decrypts one of the newest seeds; several are tried, so that a single damaged seed does
 * not make the store unusable. An empty store accepts any. Throws `wrong_master_key`, and `key_integrity` if the master
 * key decrypts only the oldest seeds. `action` reads "add a key".
 */
export async function requireFitting(
  reader: StoreReader,
  masterKey: Bytes,
  action: string,
): Promise<void> {
  const { oldest, newest, isEmpty } = await sampleOf(reader);
  if (isEmpty || await opensAny(masterKey, newest)) return;
  if (!await opensAny(masterKey, oldest)) throw wrongMasterKey();
  throw new CloacinaError(
    "key_integrity",
    `Cannot ${action}: the master key opens the oldest keys of this store, and none of the newest`,
    { hint: "`cloacina master-key check` shows which keys it opens" },
  );
}

/**
 * Why none of these keys decrypts a seed: `key_integrity` if they decrypt others in the store, otherwise
 * `wrong_master_key`.
 */
export async function whyClosed(
  reader: StoreReader,
  { id, name }: SigningKeyRecord,
  ...masterKeys: readonly Bytes[]
): Promise<CloacinaError> {
  const { oldest, newest } = await sampleOf(reader);
  const others = [...newest, ...oldest].filter((key) => key.id !== id);
  const opens = await Promise.all(masterKeys.map((masterKey) => opensAny(masterKey, others)));
  if (!opens.includes(true)) return wrongMasterKey();
  return new CloacinaError(
    "key_integrity",
    `Cannot open the key ${
      quoted(name)
    } (${id}): the master key opens others of this store, so this one is damaged, or was ` +
      "encrypted with another",
    { hint: "`cloacina master-key check` shows which keys it opens" },
  );
}

/** A store whose rows are all damaged is not empty: it has no sample, and accepts no master key. */
async function sampleOf({ withDamaged: { listSigningKeys } }: StoreReader) {
  const { rows: oldest, total } = await listSigningKeys(ALL_KEYS, { limit: SAMPLE, offset: 0 });
  const offset = Math.max(0, total - SAMPLE);
  const newest = offset === 0
    ? oldest
    : (await listSigningKeys(ALL_KEYS, { limit: SAMPLE, offset })).rows;
  return {
    oldest: oldest.flatMap(toSample),
    newest: newest.toReversed().flatMap(toSample),
    isEmpty: total === 0,
  };
}

type Sample = Pick<SigningKeyRecord, "id" | "sealedSeed">;

function toSample(row: Stored<SigningKeyRecord>): readonly Sample[] {
  const { id, sealedSeed } = fieldsOf(row);
  return id === undefined || sealedSeed === undefined ? [] : [{ id, sealedSeed }];
}

async function opensAny(masterKey: Bytes, keys: readonly Sample[]): Promise<boolean> {
  for (const { sealedSeed } of keys) {
    const seed = await unseal(masterKey, sealedSeed);
    seed?.fill(0);
    if (seed !== null) return true;
  }
  return false;
}

function wrongMasterKey(): CloacinaError {
  return new CloacinaError(
    "wrong_master_key",
    "Cannot open the keys of this store: they are encrypted with another master key",
    {
      hint:
        "give the master key of this store with --master-key, or in CLOACINA_KEY_ENCRYPTION_KEY",
    },
  );
}
