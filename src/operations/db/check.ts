import type { Bytes } from "../../crypto/bytes.ts";
import { ed25519Verify } from "../../crypto/ed25519.ts";
import { unseal } from "../../crypto/sealing.ts";
import type { ApiTokenRecord } from "../../domain/api_token.ts";
import { fieldsOf, type Intact, isDamaged, type Stored } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import { consistentKey, faultOf, type KeyClaim } from "../../domain/key_fault.ts";
import { packageHashBytes } from "../../domain/package_hash.ts";
import type {
  MinimumVersionRecord,
  SignatureRecord,
  SigningKeyRecord,
  StatementRecord,
  TrustedKeyRecord,
  TrustGrantRecord,
} from "../../domain/records.ts";
import type { RowFault } from "../../domain/row_fault.ts";
import { toCloacinaError } from "../../errors.ts";
import { parseStatement, statementMessage } from "../../formats/statement/statement.ts";
import type { MarkedReader, Store } from "../../store/store.ts";
import type { Chunk, Step } from "../../domain/walk.ts";
import { seedFaultOf } from "../master_key/open_seed.ts";

/** How many rows are read at a time. */
const ROWS_AT_ONCE = 1000;

/** How many public keys are kept for the signatures that follow: most have few signers. */
const MAX_KEYS = 1000;

/** What is checked: the store, and its master key if the seeds are to be opened. The caller wipes it. */
interface CheckRequest {
  readonly store: Store;
  readonly masterKey: Bytes | null;
}

/** What some rows came to: how many they are, the bad ones, and how many show each sign. */
export interface CheckedRows extends Readonly<Record<Sign, number>> {
  readonly count: number;
  readonly faults: readonly RowFault[];
  /** The table of these rows, if the ID of one can be read that is bad whatever the master key is. */
  readonly damagedIn: string | null;
}

/**
 * A signature whose signer has no key here, a private key that the master key opens, and one that fails only because
 * the master key does not open it.
 */
type Sign = "withoutKey" | "opened" | "closed";

/**
 * Checks every row of a store, some at a time: that it is not damaged, that a public key has its fingerprint, that a
 * seed opens and is that of its key, and that a signature and a statement are valid under the key they name, where the
 * store has that key.
 * Changes nothing.
 */
export async function* checkRows({ store, masterKey }: CheckRequest): AsyncGenerator<CheckedRows> {
  const { withDamaged } = store;
  const isKey = (row: KeyClaim) => ({ fault: faultOf(row) });
  yield* check({
    table: "signing_keys",
    walk: withDamaged.walkSigningKeys,
    judge: async (row: SigningKeyRecord) =>
      masterKey === null ? isKey(row) : await judgeSeed(row, masterKey),
  });
  yield* check<TrustedKeyRecord>({
    table: "trusted_keys",
    walk: withDamaged.walkTrustedKeys,
    judge: isKey,
  });
  yield* check<TrustGrantRecord>({
    table: "key_trust_acls",
    walk: withDamaged.walkTrustGrants,
    judge: sound,
  });
  const keyOf = keysOfSigners(withDamaged);
  yield* check({
    table: "package_signatures",
    walk: withDamaged.walkSignatures,
    judge: async (row: SignatureRecord) => {
      const key = await keyOf(row.keyFingerprint);
      return key === null ? WITHOUT_KEY : { fault: await signatureFault(row, key) };
    },
  });
  yield* check({
    table: "cloacina_statements",
    walk: withDamaged.walkStatements,
    judge: async (row: StatementRecord) => {
      const key = await keyOf(row.keyFingerprint);
      return key === null ? WITHOUT_KEY : { fault: await statementFault(row, key) };
    },
    nameOf: nameOfStatement,
  });
  yield* check<MinimumVersionRecord>({
    table: "cloacina_minimum_versions",
    walk: withDamaged.walkMinimumVersions,
    judge: sound,
  });
  if ((await store.schemaStatus()).ownTables["API tokens"].isThere) {
    yield* check<ApiTokenRecord>({
      table: "cloacina_api_tokens",
      walk: withDamaged.walkApiTokens,
      judge: sound,
    });
  }
}

/** What is wrong with a row, or null, and the sign that it shows, if any. */
interface Verdict {
  readonly fault: string | null;
  readonly sign?: Sign;
}

/** The rows of a table, and how one is judged. */
interface Checked<Row> {
  readonly table: string;
  readonly walk: (step: Step) => Promise<Chunk<Stored<Row>>>;
  readonly judge: (row: Row) => Promise<Verdict> | Verdict;
  /** Names a row after its fault, where no list has its ID. */
  readonly nameOf?: (row: Intact<Row>) => string;
}

/** A signature that cannot be checked is not a bad one. */
const WITHOUT_KEY: Verdict = { fault: null, sign: "withoutKey" };

async function* check<Row extends object>(
  { table, walk, judge, nameOf = () => "" }: Checked<Row>,
): AsyncGenerator<CheckedRows> {
  let after: string | null = null;
  do {
    const chunk: Chunk<Stored<Row>> = await walk({ after, limit: ROWS_AT_ONCE });
    const faults: RowFault[] = [];
    const signs: Record<Sign, number> = { withoutKey: 0, opened: 0, closed: 0 };
    let damagedIn: string | null = null;
    for (const row of chunk.rows) {
      const { fault, sign }: Verdict = isDamaged<Row>(row)
        ? { fault: row.fault }
        : await judge(row);
      if (sign !== undefined) signs[sign]++;
      if (fault === null) continue;
      const id = idOf(row);
      faults.push({ table, id, fault: `${fault}${nameOf(fieldsOf(row))}` });
      if (id !== null && sign !== "closed") damagedIn = table;
    }
    yield { count: chunk.rows.length, faults, damagedIn, ...signs };
    after = chunk.next ?? null;
  } while (after !== null);
}

function nameOfStatement({ packageHash, keyFingerprint }: Intact<StatementRecord>): string {
  if (packageHash === undefined) return "";
  return ` (package ${packageHash}${
    keyFingerprint === undefined ? "" : `, key ${keyFingerprint}`
  })`;
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

async function statementFault(
  { packageHash, payload, signature }: StatementRecord,
  key: Bytes,
): Promise<string | null> {
  if (!await ed25519Verify(key, statementMessage(payload), signature)) {
    return "its statement is not valid under the key that it names";
  }
  try {
    const stated = parseStatement(payload, "this row");
    return stated.packageHash === packageHash ? null : "its statement is about another package";
  } catch (thrown) {
    return toCloacinaError(thrown).message;
  }
}

/** The public key of a fingerprint, from a row of a trusted or a signing key that is consistent. */
function keysOfSigners(
  { trustedKeysOf, signingKeysOf }: MarkedReader,
): (fingerprint: Fingerprint) => Promise<Bytes | null> {
  const known = new Map<Fingerprint, Bytes | null>();
  return async (fingerprint) => {
    const kept = known.get(fingerprint);
    if (kept !== undefined) return kept;
    const key = consistentKey(await trustedKeysOf(null, [fingerprint])) ??
      consistentKey(await signingKeysOf(fingerprint));
    if (known.size === MAX_KEYS) known.clear();
    known.set(fingerprint, key);
    return key;
  };
}
