import {
  LOWER_HEX_32_BYTES_SOURCE as SHA256,
  LOWER_UUID_SOURCE as UUID,
} from "../../domain/patterns.ts";
import type { FieldTable } from "../../contract/record.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { StatementRecord } from "../../domain/records.ts";
import { MAX_STATEMENT_BYTES } from "../../domain/statement.ts";
import { bytesUpToField, ROW_FIELDS, rowCodec } from "./document_fields.ts";
import { partTime, type RecordKind, TIME, timePart } from "./record_kind.ts";

const STATEMENT: FieldTable<StatementRecord> = {
  id: ["id", ROW_FIELDS.rowId],
  packageHash: ["package_hash", ROW_FIELDS.packageHash],
  keyFingerprint: ["key_fingerprint", ROW_FIELDS.fingerprint],
  payload: ["payload", bytesUpToField(MAX_STATEMENT_BYTES)],
  signature: ["signature", ROW_FIELDS.signature],
  storedAt: ["stored_at", ROW_FIELDS.time],
};

/** What a statement's file name says. */
export type StatementPart = "hash" | "fingerprint";

/** Statements, as `cloacina_statements` has them; 256 groups by package hash, as the signatures beside them. */
export const STATEMENTS: RecordKind<StatementRecord, StatementPart> = {
  folder: "statements",
  parts: { hash: SHA256, fingerprint: SHA256, time: TIME, id: UUID },
  identity: ["hash", "fingerprint"],
  groupOf: ({ hash }) => statementGroup(hash),
  describe: (statement) => ({
    hash: statement.packageHash,
    fingerprint: statement.keyFingerprint,
    time: timePart(statement.storedAt),
    id: statement.id,
  }),
  named: ({ id, hash, fingerprint, time }) => ({
    id,
    packageHash: hash as PackageHash,
    keyFingerprint: fingerprint as Fingerprint,
    storedAt: partTime(time),
  }),
  codec: rowCodec(STATEMENT),
};

/** The group of what is stated of a package. */
export function statementGroup(packageHash: string): string {
  return packageHash.slice(0, 2);
}
