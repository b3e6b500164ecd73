import type { Bytes } from "../../crypto/bytes.ts";
import { ed25519Verify } from "../../crypto/ed25519.ts";
import { unseal } from "../../crypto/sealing.ts";
import { fieldsOf, isDamaged, isSound, type Stored } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import { faultOf, type KeyClaim } from "../../domain/key_fault.ts";
import { packageHashBytes } from "../../domain/package_hash.ts";
import type { SignatureRecord, SigningKeyRecord, TrustedKeyRecord } from "../../domain/records.ts";
import type { RowFault } from "../../domain/row_fault.ts";
import type { MarkedReader, Store } from "../../store/store.ts";
import type { Chunk, Step } from "../../domain/walk.ts";
import { seedFaultOf } from "../master_key/open_seed.ts";

/** How many rows are read at a time. */
const ROWS_AT_ONCE = 1000;

/** How many public keys are kept for the signatures that follow: most have few signers. */
const MAX_KEYS = 1000;

/** What is checked: the store, and its master key if the seeds are to be opened. The caller wipes it. */
export interface CheckRequest {
  readonly store: Store;
  readonly masterKey: Bytes | null;
}

/** What some rows came to: how many they are, those that do not hold, and how many show each sign. */
export interface CheckedRows extends Readonly<Record<Sign, number>> {
  readonly count: number;
  readonly faults: readonly RowFault[];
}

/**
 * A signature whose signer has no key here, a private key that the master key opens, and one that fails only because
 * the master key does not open it.
 */
export type Sign = "withoutKey" | "opened" | "closed";

/**
 * Checks every row of a store, some at a time: that it is not damaged, that a public key has its fingerprint, that a
 * seed opens and is that of its key, and that a signature is valid under the key it names, where the store has that key.
 * Changes nothing.
 */
export async function* checkRows({ store, masterKey }: CheckRequest): AsyncGenerator<CheckedRows> {
  const { withDamaged } = store;
  const isKey = (row: KeyClaim) => ({ fault: faultOf(row) });
  yield* check(
    "signing_keys",
    withDamaged.walkSigningKeys,
    async (row: SigningKeyRecord) =>
      masterKey === null ? isKey(row) : await judgeSeed(row, masterKey),
  );
  yield* check("trusted_keys", withDamaged.walkTrustedKeys, (row: TrustedKeyRecord) => isKey(row));
  yield* check("key_trust_acls", withDamaged.walkTrustGrants, sound);
  const keyOf = keysOfSigners(withDamaged);
  yield* check("package_signatures", withDamaged.walkSignatures, async (row: SignatureRecord) => {
    const key = await keyOf(row.keyFingerprint);
    return key === null ? WITHOUT_KEY : { fault: await signatureFault(row, key) };
  });
  if ((await store.schemaStatus()).hasApiTokens) {
    yield* check("cloacina_api_tokens", withDamaged.walkApiTokens, sound);
  }
}

/** What is wrong with a row, or null, and the sign that it shows, if any. */
interface Verdict {
  readonly fault: string | null;
  readonly sign?: Sign;
}

type Judge<Row> = (row: Row) => Promise<Verdict> | Verdict;

/** A signature that cannot be checked is not one that does not hold. */
const WITHOUT_KEY: Verdict = { fault: null, sign: "withoutKey" };

async function* check<Row extends object>(
  table: string,
  walk: (step: Step) => Promise<Chunk<Stored<Row>>>,
  judge: Judge<Row>,
): AsyncGenerator<CheckedRows> {
  let after: string | null = null;
  do {
    const chunk: Chunk<Stored<Row>> = await walk({ after, limit: ROWS_AT_ONCE });
    const faults: RowFault[] = [];
    const signs: Record<Sign, number> = { withoutKey: 0, opened: 0, closed: 0 };
    for (const row of chunk.rows) {
      const { fault, sign }: Verdict = isDamaged<Row>(row)
        ? { fault: row.fault }
        : await judge(row);
      if (sign !== undefined) signs[sign]++;
      if (fault !== null) faults.push({ table, id: idOf(row), fault });
    }
    yield { count: chunk.rows.length, faults, ...signs };
    after = chunk.next ?? null;
  } while (after !== null);
}

function idOf(row: object): string | null {
  const { id = null } = fieldsOf(row) as { readonly id?: string };
  return id;
}

function sound(): Verdict {
  return { fault: null };
}

async function judgeSeed(row: SigningKeyRecord, masterKey: Bytes): Promise<Verdict> {
  const seed = await unseal(masterKey, row.sealedSeed);
  if (seed !== null) {
    const fault = await seedFaultOf(row, seed).finally(() => seed.fill(0));
    return { fault, sign: "opened" };
  }
  const fault = faultOf(row);
  return fault === null
    ? { fault: "the master key does not open its private key", sign: "closed" }
    : { fault };
}

async function signatureFault(
  { packageHash, signature }: SignatureRecord,
  key: Bytes,
): Promise<string | null> {
  const isValid = await ed25519Verify(key, packageHashBytes(packageHash), signature);
  return isValid ? null : "its signature is not valid under the key that it names";
}

/** The public key of a fingerprint, from a row of a trusted or a signing key that is consistent. */
function keysOfSigners(
  { findTrustedKeys, signingKeysOf }: MarkedReader,
): (fingerprint: Fingerprint) => Promise<Bytes | null> {
  const known = new Map<Fingerprint, Bytes | null>();
  return async (fingerprint) => {
    const kept = known.get(fingerprint);
    if (kept !== undefined) return kept;
    const key = consistentKey(await findTrustedKeys(fingerprint, null)) ??
      consistentKey(await signingKeysOf(fingerprint));
    if (known.size === MAX_KEYS) known.clear();
    known.set(fingerprint, key);
    return key;
  };
}

function consistentKey<Row extends KeyClaim>(rows: readonly Stored<Row>[]): Bytes | null {
  return rows.filter(isSound<Row>).find((row) => faultOf(row) === null)?.publicKey ?? null;
}
