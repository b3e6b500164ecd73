import type { RemoveSignatureRequest } from "../../contract/signatures.ts";
import type { ChangeEvent } from "../../domain/audit_event.ts";
import { fieldsOf, isDamaged } from "../../domain/damaged.ts";
import { lastSignature } from "../../domain/last_signature.ts";
import type { ReadRow } from "../../domain/read_row.ts";
import { isDamagedRow } from "../../domain/read_row.ts";
import type { SignatureRecord, StatementRecord } from "../../domain/records.ts";
import { quoted } from "../../domain/quoted.ts";
import { shownReference } from "../../domain/shown_text.ts";
import type { StatedTerms } from "../../domain/statement.ts";
import type { SignatureRemoval } from "../../domain/stored_signature.ts";
import { CloacinaError } from "../../errors.ts";
import type { StoreReader, StoreWriter } from "../../store/store.ts";
import { damagedReason, signatureEvent, statedField } from "../events.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";
import { findStored } from "./find_stored.ts";
import { orgsThatNeed } from "./orgs_that_need.ts";
import { lookUpStatements } from "./stored_statements.ts";
import { firstFew } from "../../domain/first_few.ts";

type Row = ReadRow<SignatureRecord>;

/**
 * Deletes a stored signature with what it states, so that the engine reads another one. Throws `signature_not_found`, and
 * without `force` `last_signature` if an organisation has no other good signature of the package.
 */
export async function removeSignature(
  parts: LocalParts,
  request: RemoveSignatureRequest,
): Promise<SignatureRemoval> {
  if (request.dryRun) return asSeen(await plan(parts.store, parts, request), parts);
  return await transact(parts, {}, async (writer) => {
    // Two that remove the last two good signatures must not each count on the other's.
    await writer.lock("removals");
    const removal = await plan(writer, parts, request);
    const { id } = fieldsOf(removal.signature);
    if (!await writer.removeSignature(id!)) throw notFound(request);
    const stated = await removeStatement(writer, removal.signature);
    return { result: asSeen(removal, parts), events: [toEvent(removal, stated)] };
  });
}

/** It would be that of a signature which the same key makes later. Returns what it claimed, where that can be read. */
async function removeStatement(
  writer: StoreWriter,
  signature: SignatureRemoval["signature"],
): Promise<StatedTerms | undefined> {
  const { packageHash, keyFingerprint } = fieldsOf(signature);
  if (packageHash === undefined || keyFingerprint === undefined) return undefined;
  const stated = { packageHash, keyFingerprint };
  const row = (await lookUpStatements(writer, [stated]))(stated);
  if (row === undefined) return undefined;
  const { id } = fieldsOf<StatementRecord>(row);
  if (id === undefined && isDamagedRow(row)) throw row.error;
  await writer.removeStatement(id!);
  if (isDamagedRow(row)) return undefined;
  const { claimedStatement } = await import("../../formats/statement/claimed_statement.ts");
  return claimedStatement(packageHash, row.payload);
}

async function plan(
  reader: StoreReader,
  parts: LocalParts,
  request: RemoveSignatureRequest,
): Promise<SignatureRemoval> {
  const row = await findOne(reader, request);
  const lastFor = isDamagedRow(row) ? [] : await orgsThatNeed(reader, row, parts.now());
  const isLast = lastFor.length > 0;
  const removal = { signature: row, lastFor, isLast, isDryRun: request.dryRun };
  if (isLast && !request.force && !request.dryRun) throw lastSignature(asSeen(removal, parts));
  return removal;
}

/** A viewer limited to one organisation does not see which others trust the signer. */
function asSeen(removal: SignatureRemoval, { viewer }: LocalParts): SignatureRemoval {
  const lastFor = removal.lastFor.filter((orgId) => viewer === null || orgId === viewer);
  return { ...removal, lastFor };
}

async function findOne(reader: StoreReader, request: RemoveSignatureRequest): Promise<Row> {
  const row = await findStored(reader, request.choice);
  if (row === null) throw notFound(request);
  const { id, orgId } = fieldsOf<SignatureRecord>(row);
  if (request.orgId !== null && orgId !== request.orgId) throw notFound(request);
  if (id === undefined && isDamagedRow(row)) throw row.error;
  return row;
}

function toEvent(
  { signature, lastFor }: SignatureRemoval,
  stated: StatedTerms | undefined,
): ChangeEvent {
  const reason = isDamaged(signature)
    ? damagedReason(signature)
    : lastFor.length > 0
    ? `the last good signature of the package for ${firstFew(lastFor).join(", ")}`
    : undefined;
  const event = signatureEvent("signature.removed", fieldsOf(signature), reason);
  return { ...event, ...(stated && statedField(stated)) };
}

function notFound({ choice, orgId }: RemoveSignatureRequest): CloacinaError {
  const which = "id" in choice
    ? `the signature ${quoted(choice.id)}`
    : `the signature of ${shownReference(choice.packageHash)} by ${
      shownReference(choice.keyFingerprint)
    }`;
  const state = orgId === null
    ? "no such signature is stored"
    : `organisation ${orgId} has not stored such a signature`;
  return new CloacinaError("signature_not_found", `Cannot remove ${which}: ${state}`, {
    hint: "`cloacina signatures list --hash HASH` shows the signatures of a package",
  });
}
