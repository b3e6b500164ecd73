import assert from "node:assert/strict";
import type { ApiTokenRecord } from "../../../src/domain/api_token.ts";
import type {
  MinimumVersionRecord,
  SignatureRecord,
  SigningKeyRecord,
  StatementRecord,
  TrustedKeyRecord,
  TrustGrantRecord,
} from "../../../src/domain/records.ts";
import { CloacinaError, type ErrorCode } from "../../../src/errors.ts";
import type { Saved, SavedSignature, Store, StoreWriter } from "../../../src/store/store.ts";
import { type RecordBuilder, recordBuilder } from "../records.ts";

/** A store for one test: ready to use and empty. */
export interface OpenedStore {
  readonly store: Store;
  /** Opens the same place once more, as another process would. The test closes it. */
  readonly openAgain: () => Promise<Store>;
  /** Closes `store` and throws the place away. */
  readonly close: () => Promise<void>;
}

/** What a part of the contract is written with. */
export interface ContractTest {
  readonly store: Store;
  readonly openAgain: OpenedStore["openAgain"];
  readonly make: RecordBuilder;
}

/** Registers one test of the contract. Its records follow from its name. */
export type RegisterTest = (what: string, body: (test: ContractTest) => Promise<void>) => void;

/** Registers tests under the name of a back end, each with a fresh store. */
export function registerFor(name: string, open: () => Promise<OpenedStore>): RegisterTest {
  return (what, body) =>
    Deno.test(`${name}: ${what}`, async () => {
      const { store, openAgain, close } = await open();
      try {
        await body({ store, openAgain, make: recordBuilder(what) });
      } finally {
        await close();
      }
    });
}

/** Makes changes in a transaction of their own, one after another. */
export async function change(
  store: Store,
  ...changes: readonly ((writer: StoreWriter) => Promise<unknown>)[]
): Promise<void> {
  await store.transaction(async (writer) => {
    for (const step of changes) await step(writer);
  });
}

/** What became of each signature that was saved. */
export function outcomesOf(
  saved: readonly (SavedSignature | "foreign")[],
): readonly (Saved | "foreign")[] {
  return saved.map((one) => one === "foreign" ? one : one.saved);
}

/** Records to save together. */
export interface Rows {
  readonly signingKeys?: readonly SigningKeyRecord[];
  readonly trustedKeys?: readonly TrustedKeyRecord[];
  readonly grants?: readonly TrustGrantRecord[];
  readonly signatures?: readonly SignatureRecord[];
  readonly apiTokens?: readonly ApiTokenRecord[];
  readonly statements?: readonly StatementRecord[];
  readonly minimumVersions?: readonly MinimumVersionRecord[];
}

/** Saves records in one transaction, in the order of their kinds. */
export async function save(store: Store, rows: Rows): Promise<void> {
  await store.transaction(async (writer) => {
    for (const key of rows.signingKeys ?? []) await writer.addSigningKey(key);
    for (const key of rows.trustedKeys ?? []) await writer.saveTrustedKey(key);
    for (const grant of rows.grants ?? []) await writer.saveTrustGrant(grant);
    for (const signature of rows.signatures ?? []) await writer.saveSignatures([signature]);
    for (const token of rows.apiTokens ?? []) await writer.addApiToken(token);
    for (const statement of rows.statements ?? []) await writer.saveStatements([statement]);
    for (const minimum of rows.minimumVersions ?? []) await writer.saveMinimumVersion(minimum);
  });
}

/** The work is refused with this code. */
export async function refuses(code: ErrorCode, work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof CloacinaError, `not a coded error: ${error}`);
    assert.equal(error.code, code);
    return true;
  });
}

/** Records in the order of their ids, for what comes in no order. */
export function byId<Row extends { readonly id: string }>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => a.id < b.id ? -1 : 1);
}
