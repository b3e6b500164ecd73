import { createHash } from "node:crypto";
import { DIGEST_LENGTH } from "../../src/crypto/sha256.ts";
import type { Fingerprint } from "../../src/domain/fingerprint.ts";
import type { KeyId, OrgId } from "../../src/domain/ids.ts";
import { toPackageHash } from "../../src/domain/package_hash.ts";
import type {
  SignatureRecord,
  SigningKeyRecord,
  TrustedKeyRecord,
  TrustGrantRecord,
} from "../../src/domain/records.ts";
import { SAMPLE_COUNT } from "./sample.ts";
import type { StoreSize } from "./sizes.ts";

/** The number of organisations that keys are spread over. */
export const ORG_COUNT = 100;

/** Later than every row of the sample. */
const START = Date.UTC(2026, 1, 1);
const SECOND = 1000;

/** Rows that fill a store. They have the format of real rows, but their bytes do not come from real keys. */
export interface Filler {
  readonly keys: Iterable<SigningKeyRecord>;
  readonly trusted: Iterable<TrustedKeyRecord>;
  readonly signatures: Iterable<SignatureRecord>;
}

/** An organisation, by its number. */
export function orgOf(number: number): OrgId {
  const digits = (number % ORG_COUNT).toString(16).padStart(12, "0");
  return `00000000-0000-4000-8000-${digits}` as OrgId;
}

/** The rows to add from one size to the next. With `from` null, the store contains only the sample. */
export function fillerBetween(from: StoreSize | null, to: StoreSize): Filler {
  const firstKey = from === null ? 0 : from.keys - SAMPLE_COUNT;
  const firstSignature = from === null ? 0 : from.signatures - SAMPLE_COUNT;
  const keyCount = to.keys - SAMPLE_COUNT;
  const signers = Array.from({ length: keyCount }, (_, number) => fillerKey(number).fingerprint);
  return {
    keys: generate(firstKey, keyCount, fillerKey),
    trusted: generate(firstKey, keyCount, (number) => trustOf(fillerKey(number))),
    signatures: generate(
      firstSignature,
      to.signatures - SAMPLE_COUNT,
      (number) => fillerSignature(number, number % keyCount, signers[number % keyCount]!),
    ),
  };
}

/** Every organisation grants trust to the next one. */
export function fillerGrants(): readonly TrustGrantRecord[] {
  return Array.from({ length: ORG_COUNT }, (_, number) => ({
    id: crypto.randomUUID(),
    parentOrgId: orgOf(number),
    childOrgId: orgOf(number + 1),
    grantedAt: new Date(START),
    revokedAt: null,
  }));
}

function fillerKey(number: number): SigningKeyRecord {
  const publicKey = digest("sha256", `key ${number}`);
  return {
    id: crypto.randomUUID() as string as KeyId,
    orgId: orgOf(number),
    name: `filler-${number}`,
    sealedSeed: digest("sha512", `seed ${number}`).slice(0, 60),
    publicKey,
    fingerprint: fingerprintOf(publicKey),
    createdAt: new Date(START + number * SECOND),
    revokedAt: null,
  };
}

function trustOf(key: SigningKeyRecord): TrustedKeyRecord {
  const { orgId, fingerprint, publicKey, name, createdAt } = key;
  const id = crypto.randomUUID();
  return { id, orgId, fingerprint, publicKey, name, trustedAt: createdAt, revokedAt: null };
}

/** There are a million of them, so a single digest serves as hash and signature. */
function fillerSignature(number: number, keyNumber: number, signer: Fingerprint): SignatureRecord {
  const signature = digest("sha512", `signature ${number}`);
  return {
    id: crypto.randomUUID(),
    packageHash: toPackageHash(signature.subarray(0, DIGEST_LENGTH)),
    keyFingerprint: signer,
    signature,
    signedAt: new Date(START + number * SECOND),
    orgId: orgOf(keyNumber),
  };
}

function fingerprintOf(publicKey: Uint8Array): Fingerprint {
  return digest("sha256", publicKey).toHex() as Fingerprint;
}

function digest(algorithm: string, of: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash(algorithm).update(of).digest());
}

function* generate<Row>(from: number, to: number, make: (number: number) => Row): Generator<Row> {
  for (let number = from; number < to; number++) yield make(number);
}
