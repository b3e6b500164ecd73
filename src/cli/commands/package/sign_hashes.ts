import type { Fingerprint } from "../../../domain/fingerprint.ts";
import type { OrgId } from "../../../domain/ids.ts";
import type { PackageHash } from "../../../domain/package_hash.ts";
import type { PublicKey } from "../../../domain/public_key.ts";
import type { PackageSignature } from "../../../domain/signature.ts";
import type { StatementTerms } from "../../../domain/statement.ts";
import { CloacinaError, hasCode } from "../../../errors.ts";
import { auditingFailure } from "../../../operations/audit_failure.ts";
import { retractionOf, signedEvent } from "../../../operations/events.ts";
import type { Operations } from "../../../operations/operations.ts";
import { signStating } from "../../../operations/package/sign.ts";
import type { SignerName } from "../../../operations/signer.ts";
import { toSignature } from "../../../operations/signatures/to_signature.ts";
import { storeAuditLog } from "../../audit/audit_trail.ts";
import type { CliContext } from "../../context.ts";
import { toKeyReference } from "../../keys/key_reference.ts";
import { withSigner } from "../../signers/with_signer.ts";
import { readOrg } from "../../organisation.ts";
import type { SignFlags } from "./sign_flags.ts";

/** Which key signs: one of the store, or the one of `--key`. */
export type KeyChoice = { readonly id: string } | { readonly reference: string };

/** Signs hashes, and with `--store` stores the signatures: all of them, or none is signed. */
export async function signHashes(
  context: CliContext,
  flags: SignFlags,
  { operations, choice, hashes, terms }: {
    readonly operations: Operations;
    readonly choice: KeyChoice;
    readonly hashes: readonly PackageHash[];
    readonly terms: StatementTerms | undefined;
  },
): Promise<SignedForOrg> {
  if ("reference" in choice) {
    return await signAndImport(context, flags, {
      operations,
      reference: choice.reference,
      hashes,
      terms,
    });
  }
  const reference = toKeyReference(context, flags, choice.id);
  const store = flags.store ?? false;
  const request = { reference, hashes, store, ...(terms && { terms }) };
  const { signatures, key } = await operations.package.sign(request);
  return { signatures, signer: { kind: "store" }, publicKey: key.publicKey, orgId: key.orgId };
}

/** Signatures as they are stored, where they are; the key that made them; and the organisation under which they are. */
interface SignedForOrg {
  readonly signatures: readonly PackageSignature[];
  readonly signer: SignerName;
  readonly publicKey: Pick<PublicKey, "bytes">;
  readonly orgId: OrgId;
}

/** A signature by the key of `--key` is imported like any other: only if its key is trusted. */
async function signAndImport(
  context: CliContext,
  flags: SignFlags,
  { operations, reference, hashes, terms }: {
    readonly operations: Operations;
    readonly reference: string;
    readonly hashes: readonly PackageHash[];
    readonly terms: StatementTerms | undefined;
  },
): Promise<SignedForOrg> {
  return await withSigner(context, { reference, flags, operations }, async (signer) => {
    const { fingerprint } = signer;
    const orgId = readOrg(context, flags) ?? await ownerOf(operations, fingerprint);
    const signatures = await Promise.all(
      hashes.map((hash) => signStating(signer, { hash, terms }, context.now)),
    );
    const audit = context.auditTrail(storeAuditLog(context, flags));
    const events = hashes.map((packageHash) => ({
      ...signedEvent(signer, packageHash, terms),
      orgId,
    }));
    await audit(events);
    const toEvents = (error: CloacinaError) => events.map((event) => retractionOf(event, error));
    const store = () => operations.signatures.import({ orgId, signatures });
    const rows = await auditingFailure(audit, toEvents, store).catch((error) => {
      throw hasCode(error, "untrusted_signer") ? untrusted(orgId, fingerprint, error) : error;
    });
    const stored = rows.map(toSignature);
    return { signatures: stored, signer, publicKey: { bytes: signer.publicKey }, orgId };
  });
}

/** Without `--org`: the organisation whose signing key this is, if the store has it. */
async function ownerOf({ keys }: Operations, fingerprint: Fingerprint): Promise<OrgId> {
  try {
    return (await keys.show({ text: fingerprint, orgId: null })).orgId;
  } catch (cause) {
    if (!hasCode(cause, "key_not_found", "invalid_request")) throw cause;
    const message = "Cannot store the signature: no organisation was given";
    const hint = "give it with --org UUID, or in CLOACINA_ORG";
    throw new CloacinaError("invalid_request", message, { hint, cause });
  }
}

function untrusted(orgId: OrgId, fingerprint: Fingerprint, cause: unknown): CloacinaError {
  const state = `organisation ${orgId} does not trust the key ${fingerprint}`;
  return new CloacinaError("untrusted_signer", `Cannot store the signature: ${state}`, { cause });
}
