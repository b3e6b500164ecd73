import { join } from "node:path";
import type { ApiTokenId, ApiTokenRecord } from "../../domain/api_token.ts";
import type { KeyId, OrgId } from "../../domain/ids.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type {
  SignatureRecord,
  SigningKeyRecord,
  TrustedKeyRecord,
  TrustGrantRecord,
} from "../../domain/records.ts";
import { CloacinaError } from "../../errors.ts";
import type { StoreWriter } from "../store.ts";
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
import { createReader } from "./reader.ts";
import { SIGNATURES } from "./signatures.ts";
import { SIGNING_KEYS } from "./signing_keys.ts";
import { soon } from "./soon.ts";
import type { StagedView } from "./staged_view.ts";
import { TRUST_GRANTS } from "./trust_grants.ts";
import { TRUSTED_KEYS } from "./trusted_keys.ts";

/** What can be changed and asked in a transaction, which holds the lock. */
export function createWriter(view: StagedView): StoreWriter {
  return {
    ...createReader((query) => soon(() => query(view))),
    // Who writes holds the lock of the directory.
    hold: () => Promise.resolve(null),
    addSigningKey: (key) => soon(() => addSigningKey(view, key)),
    revokeSigningKey: (id, at) => soon(() => revokeSigningKey(view, id, at)),
    lockSigningKeys: () => Promise.resolve(),
    replaceSealedSeed: (id, sealedSeed) => soon(() => replaceSealedSeed(view, id, sealedSeed)),
    writeMasterKeyFile: (document, replace) =>
      soon(() => writeMasterKeyFile(view, document, replace)),
    saveTrustedKey: (key) => soon(() => saveTrustedKey(view, key)),
    revokeTrustedKey: (orgId, fingerprint, at) =>
      soon(() => revokeTrustedKey(view, orgId, fingerprint, at)),
    saveTrustGrant: (grant) => soon(() => saveTrustGrant(view, grant)),
    revokeTrustGrant: (parent, child, at) => soon(() => revokeTrustGrant(view, parent, child, at)),
    saveSignature: (signature) => soon(() => saveSignature(view, signature)),
    importSignature: (signature) => soon(() => importSignature(view, signature)),
    addApiToken: (token) => soon(() => addApiToken(view, token)),
    revokeApiToken: (id, at) => soon(() => revokeApiToken(view, id, at)),
  };
}

/** Writes the master key file. Throws `target_exists` where there is one that is not to be replaced. */
export function writeMasterKeyFile(view: StagedView, document: Uint8Array, replace: boolean): void {
  if (view.read(MASTER_KEY_FILE) !== null && !replace) {
    const path = join(view.root, MASTER_KEY_FILE);
    throw new CloacinaError("target_exists", `Cannot write ${path}: it exists already`);
  }
  view.write(MASTER_KEY_FILE, document);
}

function addSigningKey(view: StagedView, key: SigningKeyRecord): void {
  const { id, orgId, name } = key;
  if (findSigningKeys(view, { orgId, name }, 1).length > 0) {
    throw duplicate(`Cannot add the key ${name}: organisation ${orgId} has a key of this name`);
  }
  if (findSigningKey(view, id) !== null) {
    throw duplicate(`Cannot add the key ${name}: there is a key with its id ${id}`);
  }
  view.put(SIGNING_KEYS, key, null);
}

function revokeSigningKey(view: StagedView, id: KeyId, at: Date): boolean {
  const found = findSigningKey(view, id);
  if (found === null || found.row.revokedAt !== null) return false;
  view.put(SIGNING_KEYS, { ...found.row, revokedAt: at }, found.entry);
  return true;
}

function replaceSealedSeed(
  view: StagedView,
  id: KeyId,
  sealedSeed: Uint8Array<ArrayBuffer>,
): void {
  const found = findSigningKey(view, id);
  if (found === null) {
    throw new CloacinaError("key_not_found", `Cannot seal the key ${id} anew: it is not here`);
  }
  view.put(SIGNING_KEYS, { ...found.row, sealedSeed }, found.entry);
}

function saveTrustedKey(view: StagedView, key: TrustedKeyRecord): void {
  const found = findTrustedKey(view, key.orgId, key.fingerprint);
  const row = found === null ? key : { ...key, id: found.row.id };
  view.put(TRUSTED_KEYS, row, found?.entry ?? null);
}

function revokeTrustedKey(
  view: StagedView,
  orgId: OrgId,
  fingerprint: Fingerprint,
  at: Date,
): boolean {
  const found = findTrustedKey(view, orgId, fingerprint);
  if (found === null || found.row.revokedAt !== null) return false;
  view.put(TRUSTED_KEYS, { ...found.row, revokedAt: at }, found.entry);
  return true;
}

function saveTrustGrant(view: StagedView, grant: TrustGrantRecord): void {
  const found = findTrustGrant(view, grant.parentOrgId, grant.childOrgId);
  const row = found === null ? grant : { ...grant, id: found.row.id };
  view.put(TRUST_GRANTS, row, found?.entry ?? null);
}

function revokeTrustGrant(view: StagedView, parent: OrgId, child: OrgId, at: Date): boolean {
  const found = findTrustGrant(view, parent, child);
  if (found === null || found.row.revokedAt !== null) return false;
  view.put(TRUST_GRANTS, { ...found.row, revokedAt: at }, found.entry);
  return true;
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
  if (found !== null) {
    const state = "there is one with this id or this hash already";
    throw new CloacinaError("target_exists", `Cannot add the API token ${id}: ${state}`);
  }
  view.put(API_TOKENS, token, null);
}

function revokeApiToken(view: StagedView, id: ApiTokenId, at: Date): boolean {
  const found = findApiTokenById(view, id);
  if (found === null || found.row.revokedAt !== null) return false;
  view.put(API_TOKENS, { ...found.row, revokedAt: at }, found.entry);
  return true;
}

function duplicate(message: string): CloacinaError {
  return new CloacinaError("duplicate_name", message, { hint: "choose another name" });
}
