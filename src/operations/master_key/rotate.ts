import { unseal } from "../../crypto/sealing.ts";
import { type MasterKeyRotation, requireMasterKey } from "../../domain/master_key.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import { CloacinaError } from "../../errors.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { equalBytes } from "../../formats/bytes.ts";
import type { Store, StoreWriter } from "../../store/store.ts";
import type { RotateMasterKeyRequest } from "../operations.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";
import { ALL_KEYS } from "./all_keys.ts";
import { whyClosed } from "./fitting.ts";
import { sealSeed } from "./seal_seed.ts";

/** How many seeds are decrypted at a time. */
const PAGE_SIZE = 500;

/** A re-encrypted seed, which is read back from the store for comparison. */
interface Resealed {
  readonly key: SigningKeyRecord;
  readonly seed: Bytes;
}

/**
 * Re-encrypts all seeds of the store with a new master key, in one transaction, during which no key can be added. Seeds
 * that are under the new one already are kept, so that a store with seeds under two master keys can be repaired. Throws
 * `wrong_master_key`, and `key_integrity` for a seed that neither key decrypts.
 */
export async function rotateMasterKey(
  parts: LocalParts,
  request: RotateMasterKeyRequest,
): Promise<MasterKeyRotation> {
  const { document } = request;
  requireTwoKeys(request);
  await requireDocument(parts.store, document);
  return await transact(parts, {}, async (writer) => {
    await writer.lockSigningKeys();
    const counts = await resealAll(parts, writer, request);
    if (document !== null) await writer.writeMasterKeyFile?.(document, true);
    const reason = `${counts.resealed} seeds`;
    return { result: counts, events: [{ type: "master_key.rotated", reason }] };
  });
}

function requireTwoKeys({ oldKey, newKey }: RotateMasterKeyRequest): void {
  requireMasterKey(oldKey);
  requireMasterKey(newKey);
  if (!equalBytes(oldKey, newKey)) return;
  throw new CloacinaError(
    "invalid_key",
    "Cannot rotate the master key: the old and the new key are the same",
  );
}

/** Requires the new wrapped master key if the store keeps one, and refuses it if the store cannot keep one. */
async function requireDocument(store: Store, document: Uint8Array | null): Promise<void> {
  const { masterKeyFile } = store;
  const hasOld = await masterKeyFile?.read() ?? null;
  if (document === null ? hasOld === null : masterKeyFile !== null) return;
  const state = document === null
    ? "this store keeps its own under a passphrase, and would be left with the old one"
    : "this store keeps no master key";
  throw new CloacinaError("invalid_request", `Cannot rotate the master key: ${state}`);
}

async function resealAll(
  parts: LocalParts,
  writer: StoreWriter,
  request: RotateMasterKeyRequest,
): Promise<MasterKeyRotation> {
  let [resealed, alreadyNew] = [0, 0];
  for (let offset = 0, total = 1; offset < total; offset += PAGE_SIZE) {
    const page = { limit: PAGE_SIZE, offset };
    const listing = await writer.listSigningKeys(ALL_KEYS, page);
    const count = await resealPage(parts, writer, { ...request, keys: listing.rows });
    resealed += count;
    alreadyNew += listing.rows.length - count;
    total = listing.total;
  }
  return { resealed, alreadyNew };
}

/** Returns how many were re-encrypted. */
async function resealPage(
  parts: LocalParts,
  writer: StoreWriter,
  request: RotateMasterKeyRequest & { readonly keys: readonly SigningKeyRecord[] },
): Promise<number> {
  const done: Resealed[] = [];
  try {
    for (const key of request.keys) {
      const seed = await openUnderOld(writer, key, request);
      if (seed === null) continue;
      done.push({ key, seed });
      const sealed = await sealSeed(request.newKey, seed, parts.random);
      await writer.replaceSealedSeed(key.id, sealed);
    }
    for (const one of done) await requireReadable(writer, one, request);
    return done.length;
  } finally {
    for (const { seed } of done) seed.fill(0);
  }
}

/** The seed, or null if it is under the new master key already. */
async function openUnderOld(
  writer: StoreWriter,
  key: SigningKeyRecord,
  { oldKey, newKey }: RotateMasterKeyRequest,
): Promise<Bytes | null> {
  const seed = await unseal(oldKey, key.sealedSeed);
  if (seed !== null) return seed;
  const underNew = await unseal(newKey, key.sealedSeed);
  underNew?.fill(0);
  if (underNew !== null) return null;
  // Seeds of this store may already be under the new one.
  throw await whyClosed(writer, key, oldKey, newKey);
}

async function requireReadable(
  writer: StoreWriter,
  { key: { id }, seed }: Resealed,
  { newKey }: RotateMasterKeyRequest,
): Promise<void> {
  const stored = await writer.signingKey(id);
  const opened = stored && await unseal(newKey, stored.sealedSeed);
  const isSame = opened !== null && equalBytes(opened, seed);
  opened?.fill(0);
  if (isSame) return;
  throw new CloacinaError(
    "store_corrupt",
    `Cannot rotate the master key: the seed of key ${id} was not stored as it was written`,
    { hint: "nothing was changed" },
  );
}
