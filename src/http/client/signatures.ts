import * as z from "zod/mini";
import {
  type ImportSignaturesRequest,
  type ListSignaturesRequest,
  type RemoveSignatureRequest,
  SIGNATURES,
} from "../../contract/signatures.ts";
import { GivenSignature } from "../../contract/records.ts";
import { fieldsOf, isSound, type Stored } from "../../domain/damaged.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import { MAX_SIGNATURES, type PackageSignature } from "../../domain/signature.ts";
import { MAX_STATED_PAGE } from "../../domain/statement.ts";
import type {
  BlockedPackage,
  SignatureRemoval,
  StatedSignature,
} from "../../domain/stored_signature.ts";
import { equalBytes } from "../../formats/bytes.ts";
import { isSameStatement } from "../../formats/statement/same_statement.ts";
import type { Operations } from "../../operations/operations.ts";
import { givenStatements } from "../../operations/signatures/given_statements.ts";
import { allPages } from "./pages.ts";
import { requireStorable } from "./require_storable.ts";
import { strangeAnswer } from "./strange_answer.ts";

type Signatures = Operations["signatures"];

/** `Operations.signatures` of a server. Checks that it stored what was sent, and lists what was requested. */
export function checkedSignatures(ask: Signatures): Signatures {
  return {
    import: async (request) => {
      requireStorable(request.signatures.length, mostTogether(request));
      const stored = await ask.import(request);
      requireStored(request, stored);
      return stored;
    },
    list: async (request) => {
      const listed = await allOf(ask, request);
      requireAllOf(request, listed.items);
      return listed;
    },
    signers: async (request) => {
      const listed = await ask.signers(request);
      requireEach(request.hashes, listed.items, "list the signers of packages");
      return listed;
    },
    blocking: async (request) => {
      const items: BlockedPackage[] = [];
      for (let start = 0; start < request.hashes.length; start += MAX_SIGNATURES) {
        const hashes = request.hashes.slice(start, start + MAX_SIGNATURES);
        const listed = await ask.blocking({ ...request, hashes });
        requireEach(hashes, listed.items, "look at the signatures that the engine reads");
        items.push(...listed.items);
      }
      return { items, total: items.length };
    },
    remove: async (request) => {
      const removed = await ask.remove(request);
      requireRemoved(request, removed);
      return removed;
    },
  };
}

/** How many signatures fit into one request: if these do not, as many as are as long as the longest. */
function mostTogether({ orgId, signatures }: ImportSignaturesRequest): number {
  const room = SIGNATURES.import.maxBytes -
    JSON.stringify({ org_id: orgId, signatures: [] }).length;
  const lengths = signatures.map((one) =>
    JSON.stringify(z.encode(GivenSignature, one)).length + ",".length
  );
  const length = lengths.reduce((sum, one) => sum + one, 0);
  return length <= room ? MAX_SIGNATURES : Math.floor(room / Math.max(...lengths));
}

/** Those of a package come with what they state, fewer at a time. */
async function allOf(
  { list }: Signatures,
  request: ListSignaturesRequest,
): ReturnType<Signatures["list"]> {
  if (request.hash === null) return await list(request);
  return await allPages(request.page, (page) => list({ ...request, page }), MAX_STATED_PAGE);
}

/**
 * The stored signatures must be those that were sent, in the same order, with what they state; one that states nothing may
 * have been stored with a statement before.
 */
function requireStored(
  { orgId, signatures: sent }: ImportSignaturesRequest,
  stored: readonly StatedSignature[],
): void {
  const given = givenStatements(sent);
  const isStored = (one: PackageSignature, index: number) => {
    const [row, sentStatement] = [stored[index], given(one)];
    return row?.packageHash === one.packageHash && row.keyFingerprint === one.keyFingerprint &&
      row.orgId === orgId && equalBytes(row.signature, one.signature) &&
      (sentStatement === undefined ||
        row.statement !== undefined && isSameStatement(row.statement, sentStatement));
  };
  if (stored.length === sent.length && sent.every(isStored)) return;
  throw strangeAnswer("store the signatures", "the server says that it stored others");
}

/** A dry run is no removal, nor the reverse, and it must be the signature that was asked for. */
function requireRemoved(
  { choice, dryRun }: RemoveSignatureRequest,
  { signature, isDryRun }: SignatureRemoval,
): void {
  const { id, packageHash, keyFingerprint } = fieldsOf(signature);
  const isAsked = "id" in choice
    ? id === choice.id
    : packageHash === choice.packageHash && keyFingerprint === choice.keyFingerprint;
  const state = !isAsked
    ? "the server says that it removed another one"
    : isDryRun !== dryRun && `the server says that it ${isDryRun ? "only tried" : "did"} it`;
  if (!state) return;
  throw strangeAnswer("remove the signature", state, "list the signatures of the package");
}

function requireEach(
  hashes: readonly PackageHash[],
  found: readonly { readonly packageHash: PackageHash }[],
  action: string,
): void {
  const isAsked = hashes.every((hash, index) => found[index]?.packageHash === hash);
  if (isAsked && found.length === hashes.length) return;
  throw strangeAnswer(action, "the server sent those of others");
}

function requireAllOf(
  { hash, orgId }: ListSignaturesRequest,
  rows: readonly Stored<StatedSignature>[],
): void {
  const sound = rows.filter(isSound);
  if (hash !== null && !sound.every(({ packageHash }) => packageHash === hash)) {
    const state = "the server sent some of another package";
    throw strangeAnswer(`list the signatures of ${hash}`, state);
  }
  if (orgId !== null && !sound.every((row) => row.orgId === orgId)) {
    throw strangeAnswer("list the signatures", "the server sent some of another organisation");
  }
}
