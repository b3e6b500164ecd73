import assert from "node:assert/strict";
import type { KeyId, OrgId } from "../../../src/domain/ids.ts";
import type { Store, StoreReader } from "../../../src/store/store.ts";
import { fingerprintOfBytes, NOON, type RecordBuilder, recordBuilder } from "../records.ts";
import { sealAnew } from "../seal_anew.ts";

/** What is made together: a key, trust in it, a signature by it, and a new seal of a key that all writers share. */
export interface UnitOfWork {
  readonly orgId: OrgId;
  readonly name: string;
  readonly sharedKeyId: KeyId;
}

const ALL = { limit: 100_000, offset: 0 };

/** Makes a unit in one transaction. */
export async function addUnit(store: Store, unit: UnitOfWork): Promise<void> {
  const make = recordBuilder();
  const { orgId, name, sharedKeyId } = unit;
  const key = make.signingKey({ orgId, name });
  await store.transaction(async (writer) => {
    await writer.addSigningKey(key);
    await writer.saveTrustedKey(make.trustedKey({ orgId, name, publicKey: key.publicKey }));
    await writer.saveSignatures([make.signature({ orgId, keyFingerprint: key.fingerprint })]);
    await sealAnew(writer, sharedKeyId, sealOf(name));
    await writer.saveTrustedKey(sharedTrust(make, sharedKeyId, name));
  });
}

/** Every unit of the organisation is there whole, and all that were said to be done are among them. */
export async function requireWholeUnits(
  reader: StoreReader,
  orgId: OrgId,
  done: readonly string[],
): Promise<void> {
  const keys = await reader.listSigningKeys({ orgId, includeRevoked: true }, ALL);
  const trusted = await reader.listTrustedKeys({ orgIds: [orgId], includeRevoked: true }, ALL);
  const signatures = await reader.listSignatures({ orgId, fingerprint: null }, ALL);
  const names = keys.rows.map(({ name }) => name);
  const fingerprints = keys.rows.map(({ fingerprint }) => fingerprint).toSorted();
  assert.deepEqual(trusted.rows.map(({ name }) => name).toSorted(), names.toSorted());
  assert.deepEqual(trusted.rows.map(({ fingerprint }) => fingerprint).toSorted(), fingerprints);
  assert.deepEqual(signatures.rows.map((row) => row.keyFingerprint).toSorted(), fingerprints);
  assert.deepEqual(done.filter((name) => !names.includes(name)), []);
}

/** The shared key has the seal of the unit that was made last. */
export async function requireWholeShare(reader: StoreReader, sharedKeyId: KeyId): Promise<void> {
  const { orgId, fingerprint } = sharedTrust(recordBuilder("any"), sharedKeyId, "any");
  const key = await reader.signingKey(sharedKeyId);
  const [trusted] = await reader.trustedKeysOf([orgId], [fingerprint]);
  assert.deepEqual(key?.sealedSeed, sealOf(trusted?.name ?? ""));
}

/** What a seed is "sealed" to in a unit of this name. */
export function sealOf(name: string): Uint8Array<ArrayBuffer> {
  return recordBuilder(name).bytes(60);
}

/** The row that says by its name which unit was made last. */
export function sharedTrust(make: RecordBuilder, sharedKeyId: KeyId, name: string) {
  const publicKey = recordBuilder(sharedKeyId).bytes(32);
  const orgId = sharedKeyId as string as OrgId;
  const fingerprint = fingerprintOfBytes(publicKey);
  return make.trustedKey({ orgId, name, publicKey, fingerprint, trustedAt: NOON });
}
