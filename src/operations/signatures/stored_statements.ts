import { fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import { type ReadRow, requireSound } from "../../domain/read_row.ts";
import type { SignatureRecord, StatementRecord } from "../../domain/records.ts";
import type { SignedBy } from "../../domain/signed_by.ts";
import { MAX_STATEMENTS_BYTES, type SignedStatement } from "../../domain/statement.ts";
import type { StatedSignature } from "../../domain/stored_signature.ts";
import { CloacinaError } from "../../errors.ts";
import type { LocalParts } from "../parts.ts";
import type { StatementsAsked, StoreReader } from "../../store/store.ts";

/** Finds the row of what is stated with a signature; undefined if there is none. */
export type StatementLookup = (signature: SignedBy) => ReadRow<StatementRecord> | undefined;

/** Looks up what is stated with signatures. */
export async function lookUpStatements(
  { withDamaged }: StoreReader,
  signatures: readonly SignedBy[],
): Promise<StatementLookup> {
  const rows = await withDamaged.statementsOf(...statementsAsked(signatures));
  const byPackage = Map.groupBy(rows, (row) => fieldsOf<StatementRecord>(row).packageHash);
  return ({ packageHash, keyFingerprint }) => {
    const ofPackage = byPackage.get(packageHash) ?? [];
    const isBy = (signer: unknown) => (row: ReadRow<StatementRecord>) =>
      fieldsOf<StatementRecord>(row).keyFingerprint === signer;
    // A damaged row that does not name its signer may be the one that restricts this signature.
    return ofPackage.find(isBy(keyFingerprint)) ?? ofPackage.find(isBy(undefined));
  };
}

/**
 * What is asked of a store to look up what is stated with signatures: each package and each signer once. What other
 * keys state of a package is anybody's, and may be of any length.
 */
export function statementsAsked(signatures: readonly SignedBy[]): StatementsAsked {
  return [
    [...new Set(signatures.map(({ packageHash }) => packageHash))],
    [...new Set(signatures.map(({ keyFingerprint }) => keyFingerprint))],
  ];
}

/** A stored signature with what is stated; damaged if either row is. */
export function withStatement(
  signature: Stored<SignatureRecord>,
  lookup: StatementLookup,
): Stored<StatedSignature> {
  if (isDamaged(signature)) return signature;
  const row = lookup(signature);
  if (row === undefined) return signature;
  if (!isDamaged<StatementRecord>(row)) return { ...signature, statement: signedStatement(row) };
  const { id = "without a valid ID" } = fieldsOf<StatementRecord>(row);
  return { fault: `the row ${id} of its statement: ${row.fault}`, intact: signature };
}

/** What is stored as the statement of a signature. Throws `store_corrupt` if its row is damaged. */
export function storedStatement(
  signature: SignedBy,
  lookup: StatementLookup,
): SignedStatement | undefined {
  const row = lookup(signature);
  return row && signedStatement(requireSound<StatementRecord>(row));
}

/** Throws `invalid_request` if the answer of a server has no room for these statements; elsewhere there is no limit. */
export function requireRoom(
  { caller }: LocalParts,
  statements: readonly (SignedStatement | undefined)[],
): void {
  const bytes = statements.reduce((sum, statement) => sum + (statement?.payload.length ?? 0), 0);
  if (caller === null || bytes <= MAX_STATEMENTS_BYTES) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot store ${statements.length} signatures together: what is stated with them has ${bytes} ` +
      `bytes, and an answer has room for ${MAX_STATEMENTS_BYTES}`,
    { hint: "do it in several calls" },
  );
}

function signedStatement({ payload, signature }: StatementRecord): SignedStatement {
  return { payload, signature };
}
