import type { ImportSignaturesRequest, ListSignaturesRequest } from "../../contract/signatures.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { PackageSignature, PackageSigners } from "../../domain/signature.ts";
import { equalBytes } from "../../formats/bytes.ts";
import type { Operations } from "../../operations/operations.ts";
import { requireStorable } from "./require_storable.ts";
import { strangeAnswer } from "./strange_answer.ts";

type Signatures = Operations["signatures"];

/** `Operations.signatures` of a server. Checks that it stored what was sent, and lists what was requested. */
export function checkedSignatures(ask: Signatures): Signatures {
  return {
    ...ask,
    import: async (request) => {
      requireStorable(request.signatures.length);
      const stored = await ask.import(request);
      requireStored(request, stored);
      return stored;
    },
    list: async (request) => {
      const listed = await ask.list(request);
      requireAllOf(request, listed.items);
      return listed;
    },
    signers: async (request) => {
      const listed = await ask.signers(request);
      requireEach(request.hashes, listed.items);
      return listed;
    },
  };
}

/** The stored signatures must be those that were sent, in the same order. */
function requireStored(
  { orgId, signatures: sent }: ImportSignaturesRequest,
  stored: readonly SignatureRecord[],
): void {
  const isStored = (one: PackageSignature, index: number) => {
    const row = stored[index];
    return row?.packageHash === one.packageHash && row.keyFingerprint === one.keyFingerprint &&
      row.orgId === orgId && equalBytes(row.signature, one.signature);
  };
  if (stored.length === sent.length && sent.every(isStored)) return;
  throw strangeAnswer("store the signatures", "the server says that it stored others");
}

function requireEach(hashes: readonly PackageHash[], found: readonly PackageSigners[]): void {
  const isAsked = hashes.every((hash, index) => found[index]?.packageHash === hash);
  if (isAsked && found.length === hashes.length) return;
  throw strangeAnswer("list the signers of packages", "the server sent those of others");
}

function requireAllOf(
  { hash, orgId }: ListSignaturesRequest,
  rows: readonly SignatureRecord[],
): void {
  if (hash !== null && !rows.every(({ packageHash }) => packageHash === hash)) {
    const state = "the server sent some of another package";
    throw strangeAnswer(`list the signatures of ${hash}`, state);
  }
  if (orgId !== null && !rows.every((row) => row.orgId === orgId)) {
    throw strangeAnswer("list the signatures", "the server sent some of another organisation");
  }
}
