import { join } from "node:path";
import type { ApiTokenRecord } from "../../domain/api_token.ts";
import type { OrgId } from "../../domain/ids.ts";
import type {
  MinimumVersionRecord,
  SignatureRecord,
  SigningKeyRecord,
  StatementRecord,
  TrustedKeyRecord,
  TrustGrantRecord,
} from "../../domain/records.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { equalBytes } from "../../formats/bytes.ts";
import { isSameStatement } from "../../formats/statement/same_statement.ts";
import { isDamagedRow, type ReadRow, requireSound } from "../../domain/read_row.ts";
import type { SavedSignature, SeedChange, StoreWriter } from "../store.ts";
import { directoryPlace, idTaken, keyNameTaken, tokenTaken } from "../store_errors.ts";
import { API_TOKENS } from "./api_tokens.ts";
import { MASTER_KEY_FILE } from "./layout.ts";
import {
  findApiTokenByHash,
  findApiTokenById,
  findMinimumVersion,
  findSignature,
  findSignatureById,
  findSigningKey,
  findSigningKeys,
  findStatement,
  findStatementById,
  findTrustedKey,
  findTrustGrant,
  hasFingerprint,
  hasId,
  minimumVersionFiles,
} from "./queries.ts";
import { MINIMUM_VERSIONS } from "./minimum_versions.ts";
import { createReader, soon } from "./reader.ts";
import type { Entry, RecordKind } from "./record_kind.ts";
import type { FoundRow } from "./rows.ts";
import { SIGNATURES } from "./signatures.ts";
import { SIGNING_KEYS } from "./signing_keys.ts";
import type { StagedView } from "./staged_view.ts";
import { STATEMENTS } from "./statements.ts";
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
    lock: () => Promise.resolve(),
    replaceSealedSeeds: (changes) =>
      act(() => changes.filter((change) => replaceSealedSeed(view, change)).length),
    writeMasterKeyFile: (document, replaced) =>
      act(() => writeMasterKeyFile(view, document, replaced)),
    saveTrustedKey: (key) => act(() => saveTrustedKey(view, key)),
    revokeTrustedKey: (orgId, id, at) =>
      act(() => revoke(view, TRUSTED_KEYS, { found: findTrustedKey(view, orgId, hasId(id)), at })),
    saveTrustGrant: (grant) => act(() => saveTrustGrant(view, grant)),
    revokeTrustGrant: (parent, child, at) =>
      act(() => revoke(view, TRUST_GRANTS, { found: findTrustGrant(view, parent, child), at })),
    saveSignatures: (signatures) =>
      act(() => signatures.map((signature) => saveSignature(view, signature))),
    importSignatures: (signatures) =>
      act(() => signatures.map((signature) => importSignature(view, signature))),
    removeSignature: (id) => act(() => drop(view, SIGNATURES, findSignatureById(view, id))),
    saveStatements: (statements) =>
      act(() => {
        for (const statement of statements) saveStatement(view, statement);
      }),
    removeStatement: (id) => act(() => drop(view, STATEMENTS, findStatementById(view, id))),
    saveMinimumVersion: (minimum) => act(() => saveMinimumVersion(view, minimum)),
    removeMinimumVersion: (orgId, name) => act(() => removeMinimumVersion(view, orgId, name)),
    addApiToken: (token) => act(() => addApiToken(view, token)),
    revokeApiToken: (id, at) =>
      act(() => revoke(view, API_TOKENS, { found: findApiTokenById(view, id), at })),
  };
}

/** Writes the master key file in place of the one that was read, or of none. */
export function writeMasterKeyFile(
  view: StagedView,
  document: Uint8Array,
  replaced: Uint8Array | null,
): void {
  const found = view.read(MASTER_KEY_FILE);
  if (replaced === null ? found !== null : found === null || !equalBytes(found, replaced)) {
    throw replaced === null ? masterKeyExists(view) : masterKeyReplaced(view);
  }
  view.write(MASTER_KEY_FILE, document);
}

function masterKeyExists({ root }: StagedView): CloacinaError {
  const path = quoted(join(root, MASTER_KEY_FILE));
  return new CloacinaError("target_exists", `Cannot write ${path}: it already exists`);
}

function masterKeyReplaced({ root }: StagedView): CloacinaError {
  const message = `Cannot replace the master key of ${directoryPlace(root)}`;
  return new CloacinaError("store_unavailable", `${message}: another process has replaced it`, {
    hint: "run the command again: it changed nothing",
  });
}

function addSigningKey(view: StagedView, key: SigningKeyRecord): void {
  const { id, orgId, name } = key;
  if (findSigningKeys(view, { orgId, name }, 1).length > 0) throw keyNameTaken(name);
  if (findSigningKey(view, id) !== null) throw idTaken(directoryPlace(view.root));
  view.put(SIGNING_KEYS, key, null);
}

/** False where the key has another sealed seed than the old one. */
function replaceSealedSeed(view: StagedView, { id, old, sealedSeed }: SeedChange): boolean {
  const found = findSigningKey(view, id);
  const key = found && requireSound(found.row);
  if (key === null || !equalBytes(key.sealedSeed, old)) return false;
  view.put(SIGNING_KEYS, { ...key, sealedSeed }, found!.entry);
  return true;
}

function saveTrustedKey(view: StagedView, key: TrustedKeyRecord): void {
  const found = findTrustedKey(view, key.orgId, hasFingerprint(key.fingerprint));
  const row = found === null ? key : { ...key, id: replaceable(found).id };
  view.put(TRUSTED_KEYS, row, found?.entry ?? null);
}

function saveTrustGrant(view: StagedView, grant: TrustGrantRecord): void {
  const found = findTrustGrant(view, grant.parentOrgId, grant.childOrgId);
  const row = found === null ? grant : { ...grant, id: replaceable(found).id };
  view.put(TRUST_GRANTS, row, found?.entry ?? null);
}

function saveSignature(view: StagedView, signature: SignatureRecord): SavedSignature {
  const found = findSignature(view, signature.packageHash, signature.keyFingerprint);
  const stored = found && requireSound(found.row);
  if (stored !== null && isSame(stored, signature)) return { row: stored, saved: "unchanged" };
  const row = { ...signature, id: stored?.id ?? signature.id };
  view.put(SIGNATURES, row, found?.entry ?? null);
  return { row, saved: "written" };
}

function isSame(stored: SignatureRecord, { signature, orgId }: SignatureRecord): boolean {
  return stored.orgId === orgId && equalBytes(stored.signature, signature);
}

function importSignature(
  view: StagedView,
  signature: SignatureRecord,
): SavedSignature | "foreign" {
  const found = findSignature(view, signature.packageHash, signature.keyFingerprint);
  const owner = found && requireSound(found.row).orgId;
  if (owner !== null && owner !== signature.orgId) return "foreign";
  return saveSignature(view, signature);
}

/** An existing row keeps its ID, also a damaged one; one that says the same is not written. */
function saveStatement(view: StagedView, statement: StatementRecord): void {
  const found = findStatement(view, statement.packageHash, statement.keyFingerprint);
  const stored = found?.row;
  if (stored && !isDamagedRow(stored) && isSameStatement(stored, statement)) return;
  const id = found?.entry.parts.id ?? statement.id;
  view.put(STATEMENTS, { ...statement, id }, found?.entry ?? null);
}

function saveMinimumVersion(view: StagedView, minimum: MinimumVersionRecord): void {
  const found = findMinimumVersion(view, minimum.orgId, minimum.name);
  const stored = found && requireSound(found.row);
  const row = { ...minimum, id: stored?.id ?? minimum.id };
  view.put(MINIMUM_VERSIONS, row, found?.entry ?? null);
}

/** All files, as it would otherwise be left to chance which of two is kept. */
function removeMinimumVersion(
  view: StagedView,
  orgId: OrgId,
  name: string,
): readonly ReadRow<MinimumVersionRecord>[] {
  return minimumVersionFiles(view, orgId, name).map(({ row, entry }) => {
    view.drop(MINIMUM_VERSIONS, entry);
    return row;
  });
}

/** Whether there was a row to delete. */
function drop<Row, Part extends string>(
  view: StagedView,
  kind: RecordKind<Row, Part>,
  found: FoundRow<Row, Part> | null,
): boolean {
  if (found !== null) view.drop(kind, found.entry);
  return found !== null;
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
  kind: RecordKind<Row, Part | "status">,
  { found, at }: { readonly found: FoundRow<Row, Part | "status"> | null; readonly at: Date },
): boolean {
  if (found === null) return false;
  const { row, entry } = found;
  if (isDamagedRow(row)) return revokeDamaged(view, kind, entry);
  if (row.revokedAt !== null) return false;
  view.put(kind, { ...row, revokedAt: at }, entry);
  return true;
}

/** Its file is kept as it is, under a name that says that it is revoked. */
function revokeDamaged<Row, Part extends string>(
  view: StagedView,
  kind: RecordKind<Row, Part | "status">,
  { path, parts }: Entry<Part | "status">,
): boolean {
  if (parts.status === "revoked") return false;
  view.rename(kind, { path, parts }, { ...parts, status: "revoked" });
  return true;
}

/** What remains of a row that may be replaced: a damaged one only after it was revoked. Throws `store_corrupt`. */
function replaceable<Row extends { readonly id: string }>(
  { row, entry: { parts } }: FoundRow<Row, "status">,
): { readonly id: string } {
  return parts.status === "revoked" ? { id: parts.id } : requireSound(row);
}
