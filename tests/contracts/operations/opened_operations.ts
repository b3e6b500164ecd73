import assert from "node:assert/strict";
import { seal } from "../../../src/crypto/sealing.ts";
import type { AuditEvent } from "../../../src/domain/audit_event.ts";
import type { KeyId, OrgId } from "../../../src/domain/ids.ts";
import type {
  SigningKeyRecord,
  StatementRecord,
  TrustedKeyRecord,
} from "../../../src/domain/records.ts";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import { CloacinaError, type ErrorCode } from "../../../src/errors.ts";
import type { Store } from "../../../src/store/store.ts";
import { CHILD, GRANDCHILD, ORG, type TestKey } from "../../operations/kit.ts";
import type { SoundOperations } from "../../operations/sound_operations.ts";
import { NOON } from "../records.ts";
import { byId, save } from "../store/opened_store.ts";

/** Operations for one test, on a store that is ready to use and has no keys, no trust and no signatures. */
export interface OpenedOperations {
  /** As an administrator of all organisations sees them. */
  readonly operations: SoundOperations;
  /** What they work on, for tests that prepare a state or look at what is left. It may hold a token that opened the API. */
  readonly store: Store;
  /** Under what the seeds of the store are sealed. */
  readonly masterKey: Uint8Array<ArrayBuffer>;
  /** What the audit log was told since this was last called. */
  readonly takeEvents: () => readonly AuditEvent[];
  /** Ends what was opened, the store too, and throws it away. */
  readonly close: () => Promise<void>;
}

/** Registers one test of the contract. */
export type RegisterTest = (what: string, body: (test: OpenedOperations) => Promise<void>) => void;

/** Registers tests under the name of an implementation, each with operations of its own. */
export function registerFor(name: string, open: () => Promise<OpenedOperations>): RegisterTest {
  return (what, body) =>
    Deno.test(`${name}: ${what}`, async () => {
      const opened = await open();
      try {
        await body(opened);
      } finally {
        await opened.close();
      }
    });
}

/** A page of the store that holds everything that a test makes. */
export const ALL = { limit: 5000, offset: 0 } as const;

const ORGS = [ORG, CHILD, GRANDCHILD];

/** Every row of the organisations of the tests. */
export async function contents({ store }: OpenedOperations): Promise<unknown> {
  const includeRevoked = true;
  const given = (orgId: OrgId) => store.trustGrantsOf([orgId], "parent");
  return [
    await store.listSigningKeys({ orgId: null, includeRevoked }, ALL),
    await store.listTrustedKeys({ orgIds: ORGS, includeRevoked }, ALL),
    byId((await Promise.all(ORGS.map(given))).flat()),
    await store.listSignatures({ orgId: null, fingerprint: null }, ALL),
    await store.listApiTokens({ orgId: null, includeRevoked }, ALL),
    byId((await store.walkStatements({ after: null, limit: ALL.limit })).rows),
  ];
}

/** The work is refused with this code, and what is kept stays as it was. Returns the error. */
export async function refuses(
  test: OpenedOperations,
  code: ErrorCode,
  work: () => Promise<unknown>,
): Promise<CloacinaError> {
  const before = await contents(test);
  const error = await work().then(
    () => assert.fail(`expected ${code}, and it was done`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof CloacinaError, `not a coded error: ${error}`);
  assert.equal(error.code, code, error.message);
  assert.deepEqual(await contents(test), before);
  return error;
}

/** The work is done, and nothing is changed or told by it. */
export async function changesNothing<Result>(
  test: OpenedOperations,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = await contents(test);
  test.takeEvents();
  const result = await work();
  assert.deepEqual(await contents(test), before);
  assert.deepEqual(test.takeEvents(), []);
  return result;
}

/** The types of the events since they were last taken. */
export function takeTypes({ takeEvents }: OpenedOperations): readonly string[] {
  return takeEvents().map(({ type }) => type);
}

/** Stores a signing key of a known seed; what is not given is ORG's, of NOON and active. */
export async function putKey(
  { store, masterKey }: OpenedOperations,
  { seed, publicKey }: TestKey,
  given: Partial<SigningKeyRecord> & Pick<SigningKeyRecord, "name">,
): Promise<SigningKeyRecord> {
  const key = {
    id: crypto.randomUUID() as string as KeyId,
    orgId: ORG,
    sealedSeed: await seal(masterKey, crypto.getRandomValues(new Uint8Array(12)), seed),
    publicKey: publicKey.bytes,
    fingerprint: publicKey.fingerprint,
    createdAt: NOON,
    revokedAt: null,
    ...given,
  };
  await save(store, { signingKeys: [key] });
  return key;
}

/** Stores the trust in a key; what is not given is ORG's, of NOON, without a name and active. */
export async function putTrust(
  { store }: OpenedOperations,
  { publicKey }: TestKey,
  given: Partial<TrustedKeyRecord> = {},
): Promise<TrustedKeyRecord> {
  const row = {
    id: crypto.randomUUID(),
    orgId: ORG,
    publicKey: publicKey.bytes,
    fingerprint: publicKey.fingerprint,
    name: null,
    trustedAt: NOON,
    revokedAt: null,
    ...given,
  };
  await save(store, { trustedKeys: [row] });
  return row;
}

/** Stores what a signature states behind the operations' back, good or not, and not the signature. */
export async function putStatement(
  { store }: OpenedOperations,
  { packageHash, keyFingerprint, statement }: PackageSignature,
): Promise<StatementRecord> {
  const id = crypto.randomUUID();
  const row = { ...statement!, id, packageHash, keyFingerprint, storedAt: NOON };
  await store.transaction((writer) => writer.saveStatements([row]));
  return row;
}

/** Stores a signature behind the operations' back, good or not. */
export async function putSignature(
  { store }: OpenedOperations,
  { packageHash, keyFingerprint, signature }: PackageSignature,
  orgId: OrgId | null = ORG,
  signedAt: Date = NOON,
): Promise<void> {
  const id = crypto.randomUUID();
  const row = { id, packageHash, keyFingerprint, signature, signedAt, orgId };
  await save(store, { signatures: [row] });
}
