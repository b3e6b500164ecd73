import type { SignatureRecord } from "../../domain/records.ts";
import { CloacinaError } from "../../errors.ts";
import type { StoreWriter } from "../store.ts";
import type { Connection, Value } from "./connection.ts";
import { type Look, sqliteReader } from "./reader.ts";
import { isTakenId } from "./sqlite_error.ts";
import * as statements from "./statements.ts";
import { toTimeText } from "./times.ts";
import { uuidBytes, uuidBytesOrNull } from "./values.ts";

/** Reads and changes records with `look`, inside of a transaction that is open already. */
export function sqliteWriter(look: Look, path: string): StoreWriter {
  const change = (sql: string, ...values: readonly Value[]) =>
    look((connection) => changed(connection, path, sql, values));
  return {
    ...sqliteReader(look, path),
    // A transaction of SQLite's is the only writer there is.
    hold: () => Promise.resolve(null),
    addSigningKey: async (key) => {
      const count = await change(
        statements.ADD_SIGNING_KEY,
        ...[uuidBytes(key.id), uuidBytes(key.orgId), key.name, key.sealedSeed, key.publicKey],
        ...[key.fingerprint, toTimeText(key.createdAt), timeOrNull(key.revokedAt)],
      );
      if (count === 0) throw duplicateName(key.name);
    },
    revokeSigningKey: async (id, at) =>
      await change(statements.REVOKE_SIGNING_KEY, toTimeText(at), uuidBytes(id)) > 0,
    lockSigningKeys: () => Promise.resolve(),
    replaceSealedSeed: async (id, sealedSeed) => {
      const count = await change(statements.REPLACE_SEALED_SEED, sealedSeed, uuidBytes(id));
      if (count === 0) throw noSuchKey(id);
    },
    writeMasterKeyFile: null,
    saveTrustedKey: async (key) => {
      await change(
        statements.SAVE_TRUSTED_KEY,
        ...[uuidBytes(key.id), uuidBytes(key.orgId), key.fingerprint, key.publicKey, key.name],
        ...[toTimeText(key.trustedAt), timeOrNull(key.revokedAt)],
      );
    },
    revokeTrustedKey: async (orgId, fingerprint, at) => {
      const values = [toTimeText(at), uuidBytes(orgId), fingerprint];
      return await change(statements.REVOKE_TRUSTED_KEY, ...values) > 0;
    },
    saveTrustGrant: async (grant) => {
      await change(
        statements.SAVE_TRUST_GRANT,
        ...[uuidBytes(grant.id), uuidBytes(grant.parentOrgId), uuidBytes(grant.childOrgId)],
        ...[toTimeText(grant.grantedAt), timeOrNull(grant.revokedAt)],
      );
    },
    revokeTrustGrant: async (parent, child, at) => {
      const values = [toTimeText(at), uuidBytes(parent), uuidBytes(child)];
      return await change(statements.REVOKE_TRUST_GRANT, ...values) > 0;
    },
    saveSignature: async (signature) => {
      await change(statements.SAVE_SIGNATURE, ...signatureValues(signature));
    },
    importSignature: async (signature) =>
      await change(statements.IMPORT_SIGNATURE, ...signatureValues(signature)) > 0,
    addApiToken: async (token) => {
      const count = await change(
        statements.ADD_API_TOKEN,
        ...[uuidBytes(token.id), token.tokenHash, token.name, uuidBytesOrNull(token.orgId)],
        ...[token.role, token.keyIds === null ? null : JSON.stringify(token.keyIds)],
        ...[toTimeText(token.createdAt), timeOrNull(token.expiresAt), timeOrNull(token.revokedAt)],
      );
      if (count === 0) throw duplicateToken(token.id);
    },
    revokeApiToken: async (id, at) =>
      await change(statements.REVOKE_API_TOKEN, toTimeText(at), uuidBytes(id)) > 0,
  };
}

function changed(
  connection: Connection,
  path: string,
  sql: string,
  values: readonly Value[],
): number {
  try {
    return connection.change(sql, ...values);
  } catch (error) {
    if (!isTakenId(error)) throw error;
    throw new CloacinaError(
      "target_exists",
      `Cannot add a row to the database ${path}: its id exists already`,
      { cause: error },
    );
  }
}

function signatureValues(row: SignatureRecord): readonly Value[] {
  return [
    ...[uuidBytes(row.id), row.packageHash, row.keyFingerprint, row.signature],
    ...[toTimeText(row.signedAt), uuidBytesOrNull(row.orgId)],
  ];
}

function timeOrNull(time: Date | null): string | null {
  return time === null ? null : toTimeText(time);
}

function duplicateName(name: string): CloacinaError {
  return new CloacinaError(
    "duplicate_name",
    `Cannot add the signing key ${name}: the organisation has a key of this name`,
    { hint: "choose another name; a revoked key keeps its name" },
  );
}

function noSuchKey(id: string): CloacinaError {
  return new CloacinaError("key_not_found", `Cannot seal the signing key ${id}: there is none`);
}

function duplicateToken(id: string): CloacinaError {
  const state = "there is one with this id or this hash already";
  return new CloacinaError("target_exists", `Cannot add the API token ${id}: ${state}`);
}
