import assert from "node:assert/strict";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { AuditEvent } from "../../src/domain/audit_event.ts";
import type { OrgId } from "../../src/domain/ids.ts";
import { type PackageHash, toPackageHash } from "../../src/domain/package_hash.ts";
import { type PublicKey, toPublicKey } from "../../src/domain/public_key.ts";
import type { PackageSignature } from "../../src/domain/signature.ts";
import { CloacinaError, type ErrorCode } from "../../src/errors.ts";
import { localMasterKeyOperations, localOperations } from "../../src/operations/local.ts";
import type { MasterKeyOperations } from "../../src/operations/operations.ts";
import { signPackage } from "../../src/operations/package/sign.ts";
import { fileSigner, type Signer } from "../../src/operations/signer.ts";
import type { AuditTrail, LocalParts } from "../../src/operations/parts.ts";
import { openSqlite } from "../../src/store/sqlite/open_sqlite.ts";
import type { Store } from "../../src/store/store.ts";
import { type SoundOperations, soundOperations } from "./sound_operations.ts";
import { TABLE_NAMES } from "../contracts/store/table_names.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Organisations of the tests. */
export const ORG = "aaaaaaaa-0000-4000-8000-00000000000a" as OrgId;
export const CHILD = "bbbbbbbb-0000-4000-8000-00000000000b" as OrgId;
export const GRANDCHILD = "cccccccc-0000-4000-8000-00000000000c" as OrgId;

/** The master key of every kit. */
export const MASTER_KEY = new Uint8Array(32).fill(0x4d);

/** What lists ask for where the slice does not matter. */
export const PAGE = { limit: 100, offset: 0 } as const;

/** Operations on a real database that is thrown away, with all that they touch in view. */
export interface Kit {
  readonly operations: SoundOperations;
  readonly masterKeys: MasterKeyOperations;
  readonly parts: LocalParts;
  readonly store: Store;
  /** What was written to the audit log, call by call. */
  readonly written: (readonly AuditEvent[])[];
  /** The events since this was last called. */
  readonly takeEvents: () => readonly AuditEvent[];
  /** From now on the audit log cannot be written. */
  readonly breakAudit: () => void;
  /** From now on, operations get this master key. */
  readonly useMasterKey: (key: Bytes) => void;
  /** Every buffer of 32 bytes or less that operations got as master key or as random bytes. */
  readonly secrets: readonly Bytes[];
  /** Changes or reads the database behind the tool's back. */
  readonly sql: (statement: string, ...values: SQLInputValue[]) => unknown[];
  /** Every row of every table. */
  readonly contents: () => unknown;
}

/** The parts of local operations on a store, for a local user; without `audit`, nothing is written down. */
export function localParts(
  store: Store,
  audit: AuditTrail = () => Promise.resolve(),
): LocalParts {
  return {
    store,
    masterKey: () => Promise.resolve(MASTER_KEY.slice()),
    keptSigners: null,
    now: () => new Date(),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    newId: () => crypto.randomUUID(),
    audit,
    warn: () => Promise.resolve(),
    viewer: null,
    caller: null,
    lastSeen: null,
    guessed: null,
  };
}

/** Calls `body` with a fresh kit and throws its database away. The clock goes on by a second each time it is asked. */
export async function withKit(body: (kit: Kit) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "cloacina-operations-" });
  try {
    const path = `${directory}/store.db`;
    const store = await openSqlite({ kind: "sqlite", path });
    await store.migrate();
    try {
      await body(createKit(store, path));
    } finally {
      await store.close();
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function createKit(store: Store, path: string): Kit {
  const written: (readonly AuditEvent[])[] = [];
  const secrets: Bytes[] = [];
  let [time, isBroken, masterKey, taken] = [Date.UTC(2026, 0, 28, 12), false, MASTER_KEY, 0];
  const keep = (secret: Bytes) => {
    secrets.push(secret);
    return secret;
  };
  const audit = (events: readonly AuditEvent[]) => {
    if (isBroken) return Promise.reject(auditFailure());
    written.push(events);
    return Promise.resolve();
  };
  const parts: LocalParts = {
    ...localParts(store, audit),
    masterKey: () => Promise.resolve(keep(masterKey.slice())),
    now: () => new Date(time += 1000),
    random: (length) => keep(crypto.getRandomValues(new Uint8Array(length))),
  };
  const sql = (statement: string, ...values: SQLInputValue[]) => {
    const database = new DatabaseSync(path);
    try {
      return database.prepare(statement).all(...values);
    } finally {
      database.close();
    }
  };
  return {
    operations: soundOperations(localOperations(parts)),
    masterKeys: localMasterKeyOperations(parts),
    parts,
    store,
    written,
    takeEvents: () => {
      const events = written.slice(taken).flat();
      taken = written.length;
      return events;
    },
    breakAudit: () => isBroken = true,
    useMasterKey: (key) => masterKey = key,
    secrets,
    sql,
    contents: () => TABLE_NAMES.map((table) => sql(`SELECT * FROM ${table} ORDER BY id`)),
  };
}

/** The operations with one organisation alone in view. */
export function seenBy({ parts }: Kit, viewer: OrgId): SoundOperations {
  return soundOperations(localOperations({ ...parts, viewer }));
}

function auditFailure(): CloacinaError {
  return new CloacinaError("io_failed", "Cannot write the audit log: no space is left");
}

/** The work fails with this code, and nothing in the store changes. Returns the error. */
export async function assertRefused(
  kit: Kit,
  code: ErrorCode,
  work: () => Promise<unknown>,
): Promise<CloacinaError> {
  const before = kit.contents();
  const error = await work().then(
    () => assert.fail(`expected ${code}, and it was done`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof CloacinaError, String(error));
  assert.equal(error.code, code, error.message);
  assert.deepEqual(kit.contents(), before);
  return error;
}

/** The id of a UUID as the database has it. */
export function idBytes(uuid: string): Bytes {
  return Uint8Array.fromHex(uuid.replaceAll("-", ""));
}

/** A key pair of the tests: the seed is 32 times the number. */
export interface TestKey {
  readonly seed: Bytes;
  readonly publicKey: PublicKey;
  readonly signer: Signer;
}

/** The key pair of a number from 1 to 255. */
export async function testKey(number: number): Promise<TestKey> {
  const seed = new Uint8Array(32).fill(number);
  const signer = await fileSigner(seed);
  return { seed, signer, publicKey: toPublicKey(signer.publicKey) };
}

/** The key pairs of tests that need two, of which it does not matter which. */
export const TEST_KEYS = [await testKey(1), await testKey(2)] as const;

/** The hash of a package of the tests. */
export function testHash(number: number): PackageHash {
  return toPackageHash(new Uint8Array(32).fill(number));
}

/** A good signature of a hash. */
export async function signed(key: TestKey, hash: PackageHash): Promise<PackageSignature> {
  return await signPackage(key.signer, hash, () => new Date("2026-01-28T12:00:00Z"));
}

/** Stores a signature behind the tool's back, as the engine does or as somebody forges it. */
export function putSignature(
  { sql }: Kit,
  { packageHash, keyFingerprint, signature }: PackageSignature,
  orgId: OrgId | null = ORG,
): void {
  sql(
    "INSERT INTO package_signatures VALUES (?, ?, ?, ?, ?, ?)",
    ...[idBytes(crypto.randomUUID()), packageHash, keyFingerprint, signature],
    ...["2026-01-28T12:00:00+00:00", orgId === null ? null : idBytes(orgId)],
  );
}
