import type { PackageHash } from "../../domain/package_hash.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { PackageSignature, PackageSigners } from "../../domain/signature.ts";
import { CloacinaError } from "../../errors.ts";
import type { Operations } from "../../operations/operations.ts";
import { requireStorable } from "./require_storable.ts";

type Signatures = Operations["signatures"];

/** `Operations.signatures` of a server. Checks that it stored what was sent, and lists what was requested. */
export function checkedSignatures(ask: Signatures): Signatures {
  return {
    ...ask,
    import: async (request) => {
      requireStorable(request.signatures.length);
      const stored = await ask.import(request);
      requireStored(request.signatures, stored);
      return stored;
    },
    list: async (request) => {
      const listed = await ask.list(request);
      if (request.hash !== null) requireAllOf(request.hash, listed.items);
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
  sent: readonly PackageSignature[],
  stored: readonly SignatureRecord[],
): void {
  const isStored = ({ packageHash, keyFingerprint }: PackageSignature, index: number) =>
    stored[index]?.packageHash === packageHash && stored[index].keyFingerprint === keyFingerprint;
  if (stored.length === sent.length && sent.every(isStored)) return;
  throw strange("store the signatures", "the server says that it stored others");
}

function requireEach(hashes: readonly PackageHash[], found: readonly PackageSigners[]): void {
  const isAsked = hashes.every((hash, index) => found[index]?.packageHash === hash);
  if (isAsked && found.length === hashes.length) return;
  throw strange("list the signers of packages", "the server sent those of others");
}

function requireAllOf(hash: PackageHash, rows: readonly SignatureRecord[]): void {
  if (rows.every(({ packageHash }) => packageHash === hash)) return;
  throw strange(`list the signatures of ${hash}`, "the server sent some of another package");
}

function strange(action: string, state: string): CloacinaError {
  return new CloacinaError("store_unavailable", `Cannot ${action}: ${state}`);
}
