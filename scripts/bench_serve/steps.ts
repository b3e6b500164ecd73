import { join } from "node:path";
import { toPackageHash } from "../../src/domain/package_hash.ts";
import type { SignatureRecord, SigningKeyRecord } from "../../src/domain/records.ts";
import { openAuditLog } from "../../src/files/audit_log.ts";
import { openSeed } from "../../src/operations/master_key/open_seed.ts";
import { signPackage } from "../../src/operations/package/sign.ts";
import { fileSigner, type Signer } from "../../src/operations/signer.ts";
import { authenticate } from "../../src/operations/tokens/authenticate.ts";
import { openStore } from "../../src/store/open.ts";
import type { Store } from "../../src/store/store.ts";
import { localParts } from "../bench/local_parts.ts";
import { medianTimes } from "../bench/median_times.ts";
import type { ServedStore } from "./served_store.ts";

/** A step of a request for one signature, with its median time in milliseconds. */
export interface Step {
  readonly title: string;
  readonly milliseconds: number;
}

/** What the steps operate on. */
interface Bench {
  readonly served: ServedStore;
  readonly store: Store;
  readonly key: SigningKeyRecord;
  readonly signer: Signer;
}

const STOPWATCH = { warmUpRuns: 50, runs: 300, now: () => performance.now() };

/** Measures each step of a request by itself, in this process. */
export async function measureSteps(served: ServedStore, folder: string): Promise<readonly Step[]> {
  const store = await openStore(served.location);
  try {
    const key = (await store.signingKey(served.caller.keyId))!;
    const seed = await openSeed(store, key, served.masterKey);
    const bench = { served, store, key, signer: await fileSigner(seed) };
    const steps = stepsOf(bench, seed, folder);
    const milliseconds = await medianTimes(STOPWATCH, steps.map(([, run]) => run));
    return steps.map(([title], index) => ({ title, milliseconds: milliseconds[index]! }));
  } finally {
    await store.close();
  }
}

type NamedStep = readonly [title: string, run: () => Promise<unknown>];

function stepsOf(
  { served, store, key, signer }: Bench,
  seed: Uint8Array,
  folder: string,
): readonly NamedStep[] {
  const parts = localParts(store, served.masterKey, () => new Date());
  const { id: keyId, orgId, fingerprint } = key;
  const log = openAuditLog(join(folder, `${served.title}.log`), parts.now);
  const event = () => {
    const packageHash = toPackageHash(parts.random(32));
    return { type: "package.signed", keyId, orgId, fingerprint, packageHash } as const;
  };
  return [
    ["look up the token", () => authenticate(parts, served.caller.token)],
    ["look up the key", () => store.signingKey(keyId)],
    ["unseal the seed, check the row", () => openSeed(store, key, served.masterKey)],
    ["derive the key", () => fileSigner(seed)],
    ["sign, verify", () => signPackage(signer, event().packageHash, parts.now)],
    ["audit line, on the disk", () => log.append([event()], "token")],
    ["only with `store`: the transaction", () => storeOne(store, key, parts.random)],
  ];
}

async function storeOne(
  store: Store,
  { id, orgId, fingerprint }: SigningKeyRecord,
  random: (length: number) => Uint8Array<ArrayBuffer>,
): Promise<void> {
  const row: SignatureRecord = {
    id: crypto.randomUUID(),
    packageHash: toPackageHash(random(32)),
    keyFingerprint: fingerprint,
    signature: random(64),
    signedAt: new Date(),
    orgId,
  };
  await store.transaction(async (writer) => {
    await writer.signingKey(id);
    await writer.saveSignatures([row]);
  });
}
