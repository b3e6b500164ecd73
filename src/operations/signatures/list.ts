import type { ListSignaturesRequest } from "../../contract/signatures.ts";
import { fieldsOf, isSound, type Stored } from "../../domain/damaged.ts";
import { type ListPosition, sortTime } from "../../domain/list_position.ts";
import { type Items, sortAndSlice } from "../../domain/list_slice.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import { MAX_STATED_PAGE } from "../../domain/statement.ts";
import type { StatedSignature } from "../../domain/stored_signature.ts";
import type { StoreReader } from "../../store/store.ts";
import type { LocalParts } from "../parts.ts";
import { rowsOfOrg } from "./rows_of_org.ts";
import { lookUpStatements, withStatement } from "./stored_statements.ts";

/**
 * Lists stored signatures, not verified: of an organisation, of a package, or all, oldest first. Damaged ones are
 * marked. Those of a package come with what they state, at most MAX_STATED_PAGE in a page.
 */
export async function listSignatures(
  { store }: LocalParts,
  { orgId, hash, page }: ListSignaturesRequest,
): Promise<Items<Stored<StatedSignature>>> {
  if (hash !== null) {
    const limit = Math.min(page.limit, MAX_STATED_PAGE);
    return await statedSignatures(store, { orgId, hash, page: { ...page, limit } });
  }
  const { rows, ...rest } = await store.withDamaged.listSignatures(
    { orgId, fingerprint: null },
    page,
  );
  return { items: rows, ...rest };
}

/** Reads what is stated with the signatures of a page alone, which has room for that. */
async function statedSignatures(
  reader: StoreReader,
  request: ListSignaturesRequest & { readonly hash: PackageHash },
): Promise<Items<Stored<StatedSignature>>> {
  const { orgId, hash, page } = request;
  const read = async () => rowsOfOrg(await reader.withDamaged.signaturesOf(hash), orgId);
  const { items, ...rest } = sortAndSlice(await read(), page, positionOf);
  // Together, and what is stated first: where it was removed with its signature meanwhile, that is not there again.
  const [lookup, again] = await Promise.all([
    lookUpStatements(reader, items.filter(isSound<SignatureRecord>)),
    read(),
  ]);
  const left = new Set(again.map((row) => fieldsOf<SignatureRecord>(row).id));
  const isLeft = items.every((row) => left.has(fieldsOf<SignatureRecord>(row).id));
  if (!isLeft) return await statedSignatures(reader, request);
  return { items: items.map((row) => withStatement(row, lookup)), ...rest };
}

function positionOf(row: Stored<SignatureRecord>): ListPosition {
  const { id = "", signedAt } = fieldsOf(row);
  return { id, time: sortTime(signedAt) };
}
