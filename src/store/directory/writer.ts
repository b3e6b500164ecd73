import { join } from "node:path";
import type { Bytes } from "../../crypto/bytes.ts";
import type { ApiTokenRecord } from "../../domain/api_token.ts";
import type { KeyId } from "../../domain/ids.ts";
import type {
  SignatureRecord,
  SigningKeyRecord,
  TrustedKeyRecord,
  TrustGrantRecord,
} from "../../domain/records.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import type { StoreWriter } from "../store.ts";
import { directoryPlace, idTaken, keyNameTaken, noKeyToSeal, tokenTaken } from "../store_errors.ts";
import { API_TOKENS } from "./api_tokens.ts";
import { MASTER_KEY_FILE } from "./layout.ts";
import {
  findApiTokenByHash,
  findApiTokenById,
  findSignature,
  findSigningKey,
  findSigningKeys,
  findTrustedKey,
  findTrustGrant,
} from "./queries.ts";
import { createReader, soon } from "./reader.ts";
import type { RecordKind } from "./record_kind.ts";
import type { FoundRow } from "./rows.ts";
import { SIGNATURES } from "./signatures.ts";
import { SIGNING_KEYS } from "./signing_keys.ts";
import type { StagedView } from "./staged_view.ts";
import { TRUST_GRANTS } from "./trust_grants.ts";
import { TRUSTED_KEYS } from "./trusted_keys.ts";

/** The reads and changes of a transaction, which holds the lock. */
export function createWriter(view: StagedView): StoreWriter {
  const act = <Result>(work: () => Result) =>
    soon(() => {
      view.requireOpen();
      return work();
    });
  return {
    ...createReader((query) => act(() => query(view))),
    // A writer holds the lock of the directory.
    hold: () => Promise.resolve(null),
    addSigningKey: (key) => act(() => addSigningKey(view, key)),
    revokeSigningKey: (id, at) =>
      act(() => revoke(view, SIGNING_KEYS, { found: findSigningKey(view, id), at })),
    lockSigningKeys: () => Promise.resolve(),
    replaceSealedSeed: (id, sealedSeed) => act(() => replaceSealedSeed(view, id, sealedSeed)),
    writeMasterKeyFile: (document, replace) =>
      act(() => writeMasterKeyFile(view, document, replace)),
    saveTrustedKey: (key) => act(() => saveTrustedKey(view, key)),
    revokeTrustedKey: (orgId, fingerprint, at) =>
      act(() => {
        const found = findTrustedKey(view, orgId, fingerprint);
        return revoke(view, TRUSTED_KEYS, { found, at });
      }),
    saveTrustGrant: (grant) => act(() => saveTrustGrant(view, grant)),
    revokeTrustGrant: (parent, child, at) =>
      act(() => revoke(view, TRUST_GRANTS, { found: findTrustGrant(view, parent, child), at })),
    saveSignature: (signature) => act(() => saveSignature(view, signature)),
    importSignature: (signature) => act(() => importSignature(view, signature)),
    addApiToken: (token) => act(() => addApiToken(view, token)),
    revokeApiToken: (id, at) =>
      act(() => revoke(view, API_TOKENS, { found: findApiTokenById(view, id), at })),
  };
}

/** Writes the master key file. Throws `target_exists` where there is one that is not to be replaced. */
export function writeMasterKeyFile(view: StagedView, document: Uint8Array, replace: boolean): void {
  if (view.read(MASTER_KEY_FILE) !== null && !replace) {
    const path = join(view.root, MASTER_KEY_FILE);
    throw new CloacinaError("target_exists", `Cannot write ${quoted(path)}: it already exists`);
  }
  view.write(MASTER_KEY_FILE, document);
}

function addSigningKey(view: StagedView, key: SigningKeyRecord): void {
  const { id, orgId, name } = key;
  if (findSigningKeys(view, { orgId, name }, 1).length > 0) throw keyNameTaken(name);
  if (findSigningKey(view, id) !== null) throw idTaken(directoryPlace(view.root));
  view.put(SIGNING_KEYS, key, null);
}

function replaceSealedSeed(
  view: StagedView,
  id: KeyId,
  sealedSeed: Bytes,
): void {
  const found = findSigningKey(view, id);
  if (found === null) throw noKeyToSeal(id);
  view.put(SIGNING_KEYS, { ...found.row, sealedSeed }, found.entry);
}

function saveTrustedKey(view: StagedView, key: TrustedKeyRecord): void {
  const found = findTrustedKey(view, key.orgId, key.fingerprint);
  const row = found === null ? key : { ...key, id: found.row.id };
  view.put(TRUSTED_KEYS, row, found?.entry ?? null);
}

function saveTrustGrant(view: StagedView, grant: TrustGrantRecord): void {
  const found = findTrustGrant(view, grant.parentOrgId, grant.childOrgId);
  const row = found === null ? grant : { ...grant, id: found.row.id };
  view.put(TRUST_GRANTS, row, found?.entry ?? null);
}

function saveSignature(view: StagedView, signature: SignatureRecord): void {
  const found = findSignature(view, signature.packageHash, signature.keyFingerprint);
  const row = found === null ? signature : { ...signature, id: found.row.id };
  view.put(SIGNATURES, row, found?.entry ?? null);
}

function importSignature(view: StagedView, signature: SignatureRecord): boolean {
  const found = findSignature(view, signature.packageHash, signature.keyFingerprint);
  const owner = found?.row.orgId ?? null;
  if (owner !== null && owner !== signature.orgId) return false;
  saveSignature(view, signature);
  return true;
}

function addApiToken(view: StagedView, token: ApiTokenRecord): void {
  const { id, tokenHash } = token;
  const found = findApiTokenByHash(view, tokenHash) ?? findApiTokenById(view, id);
  if (found !== null) throw tokenTaken(id);
  view.put(API_TOKENS, token, null);
}

/** Whether there is a row, and it was not revoked before. */
function revoke<Row extends { readonly revokedAt: Date | null }, Part extends string>(
  view: StagedView,
  kind: RecordKind<Row, Part>,
  { found, at }: { readonly found: FoundRow<Row, Part> | null; readonly at: Date },
): boolean {
  if (found === null || found.row.revokedAt !== null) return false;
  view.put(kind, { ...found.row, revokedAt: at }, found.entry);
  return true;
}
