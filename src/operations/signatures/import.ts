import type { ImportSignaturesRequest } from "../../contract/signatures.ts";
import type { ChangeEvent } from "../../domain/audit_event.ts";
import { packageByHash } from "../../domain/package_hash.ts";
import { isDamagedRow, requireSound } from "../../domain/read_row.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import type { SignedStatement, Statement } from "../../domain/statement.ts";
import type { StatedSignature } from "../../domain/stored_signature.ts";
import { CloacinaError } from "../../errors.ts";
import { isSameStatement } from "../../formats/statement/same_statement.ts";
import type { StoreWriter } from "../../store/store.ts";
import { auditingFailure } from "../audit_failure.ts";
import { signatureEvent, statedField, verificationFailure } from "../events.ts";
import { judgeSignature } from "../package/judge_signature.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";
import { requireTrustedSigner } from "../trust/judge_signer.ts";
import { loadGrants, lookUpAll, type TrustLookup } from "../trust/load_trust.ts";
import { givenStatements } from "./given_statements.ts";
import { toSignatureRecord } from "./signature_record.ts";
import { toStatementRecords } from "./statement_record.ts";
import {
  lookUpStatements,
  requireRoom,
  type StatementLookup,
  storedStatement,
} from "./stored_statements.ts";

/**
 * Verifies signatures for an organisation and stores them under it with what they state, all or none; those that it has
 * stored already are left as they are, and so is a stored statement of one that states nothing. Throws the errors of
 * `package.verify`, and `signature_exists` if another organisation has stored one of them: trusting a signer does not give
 * access to the rows of others.
 */
export async function importSignatures(
  parts: LocalParts,
  request: ImportSignaturesRequest,
): Promise<readonly StatedSignature[]> {
  await requireVerified(parts, request);
  const { orgId, signatures } = request;
  const wanted = signatures.map((signature) => toSignatureRecord(parts, orgId, signature));
  const statements = toStatementRecords(parts, signatures);
  return await transact(parts, {}, async (writer) => {
    // First: it waits for whoever removes one of them, with what is stated.
    const outcomes = await writer.importSignatures(wanted);
    // Concurrent: neither depends on the other.
    const [lookup] = await Promise.all([
      lookUpStatements(writer, signatures),
      requireStillTrusted(writer, request),
    ]);
    const imported = outcomes.map((saved, at) => {
      if (saved === "foreign") throw isAnothers(wanted[at]!, isNew(signatures[at]!, lookup));
      return { row: requireSound<SignatureRecord>(saved.row), saved: saved.saved };
    });
    if (statements.length > 0) await writer.saveStatements(statements);
    const given = givenStatements(signatures);
    const events: ChangeEvent[] = [];
    for (const [at, { row, saved }] of imported.entries()) {
      const isStated = isNew(signatures[at]!, lookup);
      if (saved === "unchanged" && !isStated) continue;
      const reason = saved === "unchanged" ? "stored already, with another statement" : undefined;
      const event = signatureEvent("signature.imported", row, reason);
      const statement = signatures[at]!.statement && given(row);
      events.push({ ...event, ...(statement && statedField(await read(statement))) });
    }
    const stated = imported.map(({ row }): StatedSignature => {
      const statement = given(row) ?? storedStatement(row, lookup);
      return statement === undefined ? row : { ...row, statement };
    });
    requireRoom(parts, stated.map(({ statement }) => statement));
    return { result: stated, events };
  });
}

/** What was verified states. What reads it is loaded on demand: most signatures state nothing. */
async function read({ payload }: SignedStatement): Promise<Statement> {
  const { parseStatement } = await import("../../formats/statement/statement.ts");
  return parseStatement(payload, "the signature");
}

/** Whether a signature states something else than what was stored with it before. */
function isNew(signature: PackageSignature, lookup: StatementLookup): boolean {
  const { statement } = signature;
  const row = lookup(signature);
  if (statement === undefined) return false;
  return row === undefined || isDamagedRow(row) || !isSameStatement(row, statement);
}

/** A signer may have been revoked while many signatures were being verified. */
async function requireStillTrusted(
  writer: StoreWriter,
  { orgId, signatures }: ImportSignaturesRequest,
): Promise<void> {
  const signers = Map.groupBy(signatures, ({ keyFingerprint }) => keyFingerprint);
  const lookup = await lookUpAll(writer, await loadGrants(writer, orgId), [...signers.keys()]);
  for (const [signer, [first]] of signers) {
    requireTrustedSigner(await lookup(signer), first!, packageByHash(first!.packageHash));
  }
}

/** Reveals no more than `package.verify`: it is thrown only if the signer is trusted. */
function isAnothers(
  { packageHash, keyFingerprint }: SignatureRecord,
  isStatedOtherwise: boolean,
): CloacinaError {
  const how = isStatedOtherwise ? ", without this statement" : "";
  return new CloacinaError(
    "signature_exists",
    `Cannot store the signature of ${packageHash} by ${keyFingerprint}: another organisation has stored it already${how}`,
    {
      hint: isStatedOtherwise
        ? "keep the .sig beside the package, or ask who stored it to import that"
        : "leave it out: what is stored counts for every organisation that trusts its signer",
    },
  );
}

/** Verifies a signature over the hash that it names itself: only the pair of key and hash is stored. */
async function requireVerified(
  { store, audit, now }: LocalParts,
  { orgId, signatures }: ImportSignaturesRequest,
): Promise<void> {
  const grants = await loadGrants(store, orgId);
  const signers = new Set(signatures.map(({ keyFingerprint }) => keyFingerprint));
  let known: Promise<TrustLookup> | undefined;
  // All at once, where the first one is judged: the audit log has it if that fails.
  const lookup: TrustLookup = async (signer) => {
    known ??= lookUpAll(store, grants, [...signers]);
    return await (await known)(signer);
  };
  for (const signature of signatures) {
    const { packageHash: hash, keyFingerprint: fingerprint } = signature;
    await auditingFailure(
      audit,
      (error) => [verificationFailure(hash, error, { orgId, fingerprint })],
      () => judgeSignature(packageByHash(hash), signature, { lookup, now: now() }),
    );
  }
}
