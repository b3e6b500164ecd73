import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";
import type { ApiTokenHash, ApiTokenId, ApiTokenRecord } from "../../src/domain/api_token.ts";
import type { Fingerprint } from "../../src/domain/fingerprint.ts";
import type { KeyId, OrgId } from "../../src/domain/ids.ts";
import type { PackageHash } from "../../src/domain/package_hash.ts";
import type {
  MinimumVersionRecord,
  SignatureRecord,
  SigningKeyRecord,
  StatementRecord,
  TrustedKeyRecord,
  TrustGrantRecord,
} from "../../src/domain/records.ts";

/** The time of every record that is not told another. */
export const NOON = new Date("2026-01-28T12:00:00.123Z");

/** Makes values and whole records: the same ones for the same seed. What is not given is made up. */
export interface RecordBuilder {
  readonly bytes: (length: number) => Uint8Array<ArrayBuffer>;
  readonly uuid: () => string;
  readonly orgId: () => OrgId;
  readonly packageHash: () => PackageHash;
  readonly signingKey: (given?: Partial<SigningKeyRecord>) => SigningKeyRecord;
  readonly trustedKey: (given?: Partial<TrustedKeyRecord>) => TrustedKeyRecord;
  readonly trustGrant: (given?: Partial<TrustGrantRecord>) => TrustGrantRecord;
  readonly signature: (given?: Partial<SignatureRecord>) => SignatureRecord;
  readonly statement: (given?: Partial<StatementRecord>) => StatementRecord;
  readonly minimumVersion: (given?: Partial<MinimumVersionRecord>) => MinimumVersionRecord;
  readonly apiToken: (given?: Partial<ApiTokenRecord>) => ApiTokenRecord;
}

/** A builder whose values follow from `seed`; without one, nobody has seen them before. */
export function recordBuilder(seed: string = crypto.randomUUID()): RecordBuilder {
  const bytes = byteSource(seed);
  const uuid = () => uuidOf(bytes(16));
  const orgId = () => uuid() as OrgId;
  const packageHash = () => bytes(32).toHex() as PackageHash;
  return {
    ...{ bytes, uuid, orgId, packageHash },
    signingKey: (given = {}) => ({
      id: uuid() as KeyId,
      orgId: orgId(),
      name: `key-${bytes(4).toHex()}`,
      sealedSeed: bytes(60),
      createdAt: NOON,
      revokedAt: null,
      ...publicHalf(bytes, given),
      ...given,
    }),
    trustedKey: (given = {}) => ({
      id: uuid(),
      orgId: orgId(),
      name: `trusted-${bytes(4).toHex()}`,
      trustedAt: NOON,
      revokedAt: null,
      ...publicHalf(bytes, given),
      ...given,
    }),
    trustGrant: (given = {}) => ({
      id: uuid(),
      parentOrgId: orgId(),
      childOrgId: orgId(),
      grantedAt: NOON,
      revokedAt: null,
      ...given,
    }),
    signature: (given = {}) => ({
      id: uuid(),
      packageHash: packageHash(),
      keyFingerprint: fingerprintOfBytes(bytes(32)),
      signature: bytes(64),
      signedAt: NOON,
      orgId: orgId(),
      ...given,
    }),
    statement: (given = {}) => ({
      id: uuid(),
      packageHash: packageHash(),
      keyFingerprint: fingerprintOfBytes(bytes(32)),
      payload: bytes(200),
      signature: bytes(64),
      storedAt: NOON,
      ...given,
    }),
    minimumVersion: (given = {}) => ({
      id: uuid(),
      orgId: orgId(),
      name: `package-${bytes(4).toHex()}`,
      version: "1.2.0",
      raisedAt: NOON,
      ...given,
    }),
    apiToken: (given = {}) => ({
      id: uuid() as ApiTokenId,
      tokenHash: bytes(32).toHex() as ApiTokenHash,
      name: `token-${bytes(4).toHex()}`,
      orgId: orgId(),
      role: "sign",
      keyIds: null,
      createdAt: NOON,
      expiresAt: null,
      revokedAt: null,
      ...given,
    }),
  };
}

/** As `fingerprintOf`, without waiting. */
export function fingerprintOfBytes(publicKey: Uint8Array): Fingerprint {
  return createHash("sha256").update(publicKey).digest("hex") as Fingerprint;
}

/** The record's time moved on by so many milliseconds. */
export function later(milliseconds: number): Date {
  return new Date(NOON.getTime() + milliseconds);
}

function publicHalf(
  bytes: RecordBuilder["bytes"],
  given: { readonly publicKey?: Uint8Array<ArrayBuffer> },
) {
  const publicKey = given.publicKey ?? bytes(32);
  return { publicKey, fingerprint: fingerprintOfBytes(publicKey) };
}

/** Bytes that follow from the seed: SHA-256 of the seed and a counter, block after block. */
function byteSource(seed: string): RecordBuilder["bytes"] {
  let block = 0;
  const nextBlock = () => createHash("sha256").update(`${seed} ${block++}`).digest();
  return (length) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, nextBlock);
    return Uint8Array.from(Buffer.concat(blocks).subarray(0, length));
  };
}

/** A UUID of version 4 (RFC 9562, section 5.4). */
function uuidOf(bytes: Uint8Array): string {
  const versioned = bytes.map((byte, at) =>
    at === 6 ? byte & 0x0f | 0x40 : at === 8 ? byte & 0x3f | 0x80 : byte
  );
  return versioned.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
