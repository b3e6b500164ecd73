import { sha256 } from "../../src/crypto/sha256.ts";
import type { OrgId } from "../../src/domain/ids.ts";
import { type PackageHash, toPackageHash } from "../../src/domain/package_hash.ts";
import type { SigningKeyRecord } from "../../src/domain/records.ts";
import { localOperations } from "../../src/operations/local.ts";
import type { Operations } from "../../src/operations/operations.ts";
import type { Store } from "../../src/store/store.ts";
import { localParts } from "../bench/local_parts.ts";

/** Keys of the sample, and signatures of it. */
export const SAMPLE_COUNT = 10;

/** Earlier than every other row, so that a first page holds the sample. */
const START = Date.UTC(2026, 0, 1);

/** A key that works and a package that it signed: what the measured operations take in turn. */
export interface SampleKey {
  readonly id: SigningKeyRecord["id"];
  readonly name: string;
  readonly hash: PackageHash;
}

/** A store with operations on it, and what is in it for them to find. */
export interface Arena {
  readonly operations: Operations;
  readonly orgId: OrgId;
  readonly sample: readonly SampleKey[];
}

/** Makes the sample's keys in a store, trusts them, and stores a signature by each. */
export async function createArena(store: Store, orgId: OrgId): Promise<Arena> {
  const masterKey = crypto.getRandomValues(new Uint8Array(32));
  let time = START;
  const operations = localOperations(localParts(store, masterKey, () => new Date(time += 1000)));
  const sample: SampleKey[] = [];
  for (let number = 0; number < SAMPLE_COUNT; number++) {
    const name = `sample-${number}`;
    const { id } = await operations.keys.generate({ orgId, name, trust: true });
    const hash = toPackageHash(await sha256(new TextEncoder().encode(name)));
    const reference = { text: id, orgId: null };
    await operations.package.sign({ reference, hashes: [hash], store: true });
    sample.push({ id, name, hash });
  }
  return { operations, orgId, sample };
}
