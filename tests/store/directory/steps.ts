import type {
  SignatureRecord,
  SigningKeyRecord,
  TrustedKeyRecord,
} from "../../../src/domain/records.ts";
import type { Store } from "../../../src/store/store.ts";
import { later, recordBuilder } from "../../contracts/records.ts";
import { sealAnew } from "../../contracts/seal_anew.ts";

/** All rows that the steps make, each kind in the order of a listing. */
export interface Contents {
  readonly keys: readonly SigningKeyRecord[];
  readonly trusted: readonly TrustedKeyRecord[];
  readonly signatures: readonly SignatureRecord[];
  readonly masterKey: Uint8Array | null;
}

export const NOTHING: Contents = { keys: [], trusted: [], signatures: [], masterKey: null };

/** What one step of a long work does to a store: steps of all kinds follow one another. */
export async function takeStep(store: Store, seed: string, step: number): Promise<void> {
  const { key, trusted, signature, sealedSeed, masterKey } = rowsOf(seed, step);
  const { key: earlier } = rowsOf(seed, step - step % STEP_KINDS.length);
  await store.transaction(async (writer) => {
    switch (kindOf(step)) {
      case "one file made":
        await writer.addSigningKey(key);
        return;
      case "three files made":
        await writer.addSigningKey(key);
        await writer.saveTrustedKey(trusted);
        await writer.saveSignatures([signature]);
        return;
      case "one file replaced":
        await sealAnew(writer, earlier.id, sealedSeed);
        return;
      case "one file renamed":
        await writer.revokeSigningKey(earlier.id, later(step));
        return;
      case "two files replaced":
        await sealAnew(writer, earlier.id, sealedSeed);
        await writer.writeMasterKeyFile?.(masterKey, await store.masterKeyFile?.read() ?? null);
        return;
    }
  });
}

/** What there is after a step, of what there was before it. */
export function afterStep(before: Contents, seed: string, step: number): Contents {
  const { key, trusted, signature, sealedSeed, masterKey } = rowsOf(seed, step);
  const { key: earlier } = rowsOf(seed, step - step % STEP_KINDS.length);
  const change = (fields: Partial<SigningKeyRecord>) =>
    before.keys.map((row) => row.id === earlier.id ? { ...row, ...fields } : row);
  switch (kindOf(step)) {
    case "one file made":
      return { ...before, keys: [...before.keys, key] };
    case "three files made":
      return {
        ...before,
        keys: [...before.keys, key],
        trusted: [...before.trusted, trusted],
        signatures: [...before.signatures, signature],
      };
    case "one file replaced":
      return { ...before, keys: change({ sealedSeed }) };
    case "one file renamed":
      return { ...before, keys: change({ revokedAt: later(step) }) };
    case "two files replaced":
      return { ...before, keys: change({ sealedSeed }), masterKey };
  }
}

/** Everything that a store holds of these steps, read record by record. */
export async function contentsOf(store: Store, seed: string): Promise<Contents> {
  const page = { limit: Infinity, offset: 0 };
  const { orgId } = rowsOf(seed, 0);
  const keys = await store.listSigningKeys({ orgId: null, includeRevoked: true }, page);
  const trusted = await store.listTrustedKeys({ orgIds: [orgId], includeRevoked: true }, page);
  const signatures = await store.listSignatures({ orgId: null, fingerprint: null }, page);
  return {
    keys: keys.rows,
    trusted: trusted.rows,
    signatures: signatures.rows,
    masterKey: await store.masterKeyFile?.read() ?? null,
  };
}

/** The kinds of step, in the order in which they follow one another. */
export const STEP_KINDS = [
  "one file made",
  "three files made",
  "one file replaced",
  "one file renamed",
  "two files replaced",
] as const;

function kindOf(step: number): typeof STEP_KINDS[number] {
  return STEP_KINDS[step % STEP_KINDS.length] ?? STEP_KINDS[0];
}

function rowsOf(seed: string, step: number) {
  const orgId = recordBuilder(seed).orgId();
  const make = recordBuilder(`${seed} ${step}`);
  const at = later(step);
  return {
    orgId,
    key: make.signingKey({ orgId, name: `key ${step}`, createdAt: at }),
    trusted: make.trustedKey({ orgId, trustedAt: at }),
    signature: make.signature({ orgId, signedAt: at }),
    sealedSeed: make.bytes(60),
    masterKey: new TextEncoder().encode(`{"step":${step}}`),
  };
}
