import { unseal } from "../../crypto/sealing.ts";
import { type MasterKeyRotation, requireMasterKey } from "../../domain/master_key.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import { CloacinaError, hasCode } from "../../errors.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { equalBytes } from "../../formats/bytes.ts";
import type { SeedChange, Store, StoreReader, StoreWriter } from "../../store/store.ts";
import type { Chunk } from "../../domain/walk.ts";
import type { RotateMasterKeyRequest } from "../operations.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";
import { ALL_KEYS } from "./all_keys.ts";
import { whyClosed } from "./fitting.ts";
import { sealSeed } from "./seal_seed.ts";

/** How many seeds are decrypted at a time, and stored by one statement. */
const PAGE_SIZE = 1000;

/** The new sealed seeds of a store, in pages, and how many keys it has, with those whose seeds are under the new key. */
interface Plan {
  readonly changes: readonly (readonly SeedChange[])[];
  readonly total: number;
}

/**
 * Re-encrypts all seeds of the store with a new master key, in one transaction, during which no key can be added. Seeds
 * that are under the new one already are kept, so that a store with seeds under two master keys can be repaired. They
 * are encrypted before the transaction, which only stores them: others wait for that alone. Throws `wrong_master_key`,
 * and `key_integrity` for a seed that neither key decrypts.
 */
export async function rotateMasterKey(
  parts: LocalParts,
  request: RotateMasterKeyRequest,
): Promise<MasterKeyRotation> {
  const { document } = request;
  requireTwoKeys(request);
  await requireDocument(parts.store, document);
  const plan = await planFor(parts, parts.store, request);
  return await transact(parts, {}, async (writer) => {
    await writer.lock("signing keys");
    const counts = await carryOut(parts, writer, { ...request, plan });
    if (document !== null) await writer.writeMasterKeyFile?.(document.new, document.old);
    const reason = `${counts.resealed} seeds`;
    return { result: counts, events: [{ type: "master_key.rotated", reason }] };
  }).catch(keepingBoth);
}

/** Which of the two master keys the store has, only a look at it can say. */
function keepingBoth(error: unknown): never {
  if (!hasCode(error, "outcome_unknown")) throw error;
  throw new CloacinaError("outcome_unknown", error.message, {
    hint: "keep both master keys until `cloacina master-key check` opens all keys with one of them",
    cause: error,
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
async function requireDocument(
  { masterKeyFile }: Store,
  document: RotateMasterKeyRequest["document"],
): Promise<void> {
  const hasOld = await masterKeyFile?.read() ?? null;
  if (document === null ? hasOld === null : masterKeyFile !== null) return;
  const state = document === null
    ? "this store keeps its own under a passphrase, and would be left with the old one"
    : "this store keeps no master key";
  throw new CloacinaError("invalid_request", `Cannot rotate the master key: ${state}`);
}

/** Stores what was planned; and where keys were added or changed since, what they lack, under the lock. */
async function carryOut(
  parts: LocalParts,
  writer: StoreWriter,
  { plan, ...request }: RotateMasterKeyRequest & { readonly plan: Plan },
): Promise<MasterKeyRotation> {
  const planned = plan.changes.reduce((sum, page) => sum + page.length, 0);
  let resealed = await store(writer, plan);
  let { total } = await writer.withDamaged.listSigningKeys(ALL_KEYS, { limit: 1, offset: 0 });
  if (resealed < planned || total !== plan.total) {
    const rest = await planFor(parts, writer, request);
    resealed += await store(writer, rest);
    total = rest.total;
  }
  return { resealed, alreadyNew: total - resealed };
}

async function store(writer: StoreWriter, { changes }: Plan): Promise<number> {
  let count = 0;
  for (const page of changes) {
    if (page.length > 0) count += await writer.replaceSealedSeeds(page);
  }
  return count;
}

async function planFor(
  parts: LocalParts,
  reader: StoreReader,
  request: RotateMasterKeyRequest,
): Promise<Plan> {
  const changes: (readonly SeedChange[])[] = [];
  let total = 0;
  let after: string | null = null;
  do {
    const step = { after, limit: PAGE_SIZE };
    const chunk: Chunk<SigningKeyRecord> = await reader.walkSigningKeys(step);
    changes.push(await resealAll(parts, reader, { ...request, keys: chunk.rows }));
    total += chunk.rows.length;
    after = chunk.next ?? null;
  } while (after !== null);
  return { changes, total };
}

async function resealAll(
  parts: LocalParts,
  reader: StoreReader,
  { keys, ...request }: RotateMasterKeyRequest & { readonly keys: readonly SigningKeyRecord[] },
): Promise<readonly SeedChange[]> {
  const changes: SeedChange[] = [];
  for (const key of keys) {
    const seed = await openUnderOld(reader, key, request);
    if (seed === null) continue;
    const sealedSeed = await resealed(parts, seed, request).finally(() => seed.fill(0));
    changes.push({ id: key.id, old: key.sealedSeed, sealedSeed });
  }
  return changes;
}

/** The seed, or null if it is under the new master key already. */
async function openUnderOld(
  reader: StoreReader,
  key: SigningKeyRecord,
  { oldKey, newKey }: RotateMasterKeyRequest,
): Promise<Bytes | null> {
  const seed = await unseal(oldKey, key.sealedSeed);
  if (seed !== null) return seed;
  const underNew = await unseal(newKey, key.sealedSeed);
  underNew?.fill(0);
  if (underNew !== null) return null;
  // Seeds of this store may already be under the new one.
  throw await whyClosed(reader, key, oldKey, newKey);
}

/** The seed under the new master key, decrypted again for comparison. */
async function resealed(
  { random }: LocalParts,
  seed: Bytes,
  { newKey }: RotateMasterKeyRequest,
): Promise<Bytes> {
  const sealed = await sealSeed(newKey, seed, random);
  const opened = await unseal(newKey, sealed);
  const isSame = opened !== null && equalBytes(opened, seed);
  opened?.fill(0);
  if (isSame) return sealed;
  throw new Error("a sealed seed does not open");
}
