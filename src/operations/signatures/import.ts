import type { ImportSignaturesRequest } from "../../contract/signatures.ts";
import { requireSound } from "../../domain/read_row.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import { CloacinaError } from "../../errors.ts";
import type { SavedSignature, StoreWriter } from "../../store/store.ts";
import { auditingFailure } from "../audit_failure.ts";
import { signatureEvent } from "../events.ts";
import { judgeSignature } from "../package/judge_signature.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";
import { judgeSigner } from "../trust/judge_signer.ts";
import { loadTrust } from "../trust/load_trust.ts";
import { toSignatureRecord } from "./signature_record.ts";

/**
 * Verifies signatures for an organisation and stores them under it, all or none; those that it has stored already are
 * left as they are. Throws the errors of `package.verify`, and `signature_exists` if another organisation has stored one
 * of them: trusting a signer does not give access to the rows of others.
 */
export async function importSignatures(
  parts: LocalParts,
  request: ImportSignaturesRequest,
): Promise<readonly SignatureRecord[]> {
  await requireVerified(parts, request);
  const { orgId, signatures } = request;
  const wanted = signatures.map((signature) => toSignatureRecord(parts, orgId, signature));
  return await transact(parts, {}, async (writer) => {
    await requireStillTrusted(writer, request);
    const imported = (await writer.importSignatures(wanted)).map((saved, at) =>
      requireOwn(wanted[at]!, saved)
    );
    const events = imported.filter(({ saved }) => saved === "written")
      .map(({ row }) => signatureEvent("signature.imported", row));
    return { result: imported.map(({ row }) => row), events };
  });
}

/** A signer may have been revoked while many signatures were being verified. */
async function requireStillTrusted(
  writer: StoreWriter,
  { orgId, signatures }: ImportSignaturesRequest,
): Promise<void> {
  const lookup = await loadTrust(writer, orgId);
  const signers = Map.groupBy(signatures, ({ keyFingerprint }) => keyFingerprint);
  for (const [fingerprint, [first]] of signers) {
    const action = `store the signature of ${first!.packageHash}`;
    if (judgeSigner(await lookup(fingerprint), action) !== null) continue;
    throw new CloacinaError(
      "untrusted_signer",
      `Cannot ${action}: organisation ${orgId} no longer trusts ${fingerprint}`,
    );
  }
}

/** An existing row keeps its ID, and stays as it is if it has the same signature. */
function requireOwn(wanted: SignatureRecord, imported: SavedSignature | "foreign") {
  if (imported === "foreign") throw isAnothers(wanted);
  return { row: requireSound<SignatureRecord>(imported.row), saved: imported.saved };
}

/** Reveals no more than `package.verify`: it is thrown only if the signer is trusted. */
function isAnothers({ packageHash, keyFingerprint }: SignatureRecord): CloacinaError {
  return new CloacinaError(
    "signature_exists",
    `Cannot store the signature of ${packageHash} by ${keyFingerprint}: another organisation has stored it already`,
    { hint: "leave it out: what is stored counts for every organisation that trusts its signer" },
  );
}

/** Verifies a signature over the hash that it names itself: only the pair of key and hash is stored. */
async function requireVerified(
  { store, audit, now }: LocalParts,
  { orgId, signatures }: ImportSignaturesRequest,
): Promise<void> {
  const lookup = await loadTrust(store, orgId);
  for (const signature of signatures) {
    const hash = signature.packageHash;
    await auditingFailure(
      audit,
      ({ code }) => [signatureEvent("verification.failure", { orgId, ...signature }, code)],
      () => judgeSignature({ name: `package ${hash}`, hash }, signature, { lookup, now: now() }),
    );
  }
}
