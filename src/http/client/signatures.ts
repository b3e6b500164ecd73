import { itemsOf } from "../../contract/fields.ts";
import { StoredSignature } from "../../contract/records.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { CloacinaError } from "../../errors.ts";
import type { Operations } from "../../operations/operations.ts";
import type { Transport } from "./client_transport.ts";
import { PATHS } from "../wire.ts";
import { listAll } from "./pages.ts";
import { requireStorable } from "./require_storable.ts";
import { signatureBody } from "./signature_body.ts";

/** `Operations.signatures` on a server. */
export function remoteSignatures(transport: Transport): Operations["signatures"] {
  return {
    import: async ({ orgId, signatures }) => {
      requireStorable(signatures.length);
      const { items } = await transport.send({
        method: "POST",
        path: PATHS.signatures,
        body: { org_id: orgId, signatures: signatures.map(signatureBody) },
        answer: itemsOf(StoredSignature),
        isIdempotent: true,
      });
      requireStored(signatures, items);
      return items;
    },
    list: async ({ orgId, hash, page }) => {
      const query = { org_id: orgId, package_hash: hash };
      const list = { path: PATHS.signatures, query, item: StoredSignature };
      const listed = await listAll(transport, list, page);
      if (hash !== null) requireAllOf(hash, listed.items);
      return listed;
    },
  };
}

/** What was stored is what was sent, in its order. */
function requireStored(
  sent: readonly PackageSignature[],
  stored: readonly SignatureRecord[],
): void {
  const isStored = ({ packageHash, keyFingerprint }: PackageSignature, index: number) =>
    stored[index]?.packageHash === packageHash && stored[index].keyFingerprint === keyFingerprint;
  if (stored.length === sent.length && sent.every(isStored)) return;
  throw strange("store the signatures", "the server says that it stored others");
}

function requireAllOf(hash: PackageHash, rows: readonly SignatureRecord[]): void {
  if (rows.every(({ packageHash }) => packageHash === hash)) return;
  throw strange(`list the signatures of ${hash}`, "the server sent some of another package");
}

function strange(action: string, state: string): CloacinaError {
  return new CloacinaError("store_unavailable", `Cannot ${action}: ${state}`);
}
