import { sha256 } from "../../src/crypto/sha256.ts";
import type { OrgId } from "../../src/domain/ids.ts";
import { type PackageHash, toPackageHash } from "../../src/domain/package_hash.ts";
import type { SigningKeyRecord } from "../../src/domain/records.ts";
import { localOperations } from "../../src/operations/local.ts";
import type { Operations } from "../../src/operations/operations.ts";
import type { Store } from "../../src/store/store.ts";
import { localParts } from "../bench/local_parts.ts";

/** The number of keys in the sample, each with a signature. */
export const SAMPLE_COUNT = 10;

/** Earlier than every other row, so that the first page of a list is the sample. */
const START = Date.UTC(2026, 0, 1);

/** A real key and a package that it signed, for the measured operations. */
export interface SampleKey {
  readonly id: SigningKeyRecord["id"];
  readonly name: string;
  readonly hash: PackageHash;
}

/** Operations on a store, and the sample in it. */
export interface Arena {
  readonly store: Store;
  readonly operations: Operations;
  readonly orgId: OrgId;
  readonly sample: readonly SampleKey[];
}

/** Generates the sample's keys in a store, trusts them, and stores a signature of each. */
export async function createArena(store: Store, orgId: OrgId): Promise<Arena> {
  const masterKey = crypto.getRandomValues(new Uint8Array(32));
  let time = START;
  const operations = localOperations(localParts(store, masterKey, () => new Date(time += 1000)));
  const sample: SampleKey[] = [];
  for (let number = 0; number < SAMPLE_COUNT; number++) {
    const name = `sample-${number}`;
    const { id } = await operations.keys.generate({ orgId, name, trust: true });
    const hash = toPackageHash(sha256(new TextEncoder().encode(name)));
    const reference = { text: id, orgId: null };
    await operations.package.sign({ reference, hashes: [hash], store: true });
    sample.push({ id, name, hash });
  }
  return { store, operations, orgId, sample };
}
