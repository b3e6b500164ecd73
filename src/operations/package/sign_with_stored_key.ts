import { requireActive, requireOneKey } from "../../domain/key_choice.ts";
import { referenceToId } from "../../domain/key_reference.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { SignatureRecord, SigningKeyRecord } from "../../domain/records.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import type { CloacinaError } from "../../errors.ts";
import type { StoreWriter } from "../../store/store.ts";
import { auditingFailure } from "../audit_failure.ts";
import { signingKeyEvent } from "../events.ts";
import { findKey } from "../keys/find_key.ts";
import { toSigningKeyInfo } from "../keys/signing_key_info.ts";
import { openSeed } from "../master_key/open_seed.ts";
import { withMasterKey } from "../master_key/with_master_key.ts";
import type { Operations, SigningKeyInfo } from "../operations.ts";
import type { LocalParts } from "../parts.ts";
import { type SigningKey, signPackage, toSigningKey } from "./sign.ts";

/** What is asked of `package sign`. */
type SignRequest = Parameters<Operations["package"]["sign"]>[0];

/**
 * Signs package hashes with a stored key, in the order of the request. Audit lines come before anything that they tell
 * of: where one cannot be written, nothing is stored and nothing is returned. Storing a signature that is stored
 * already refreshes it, and makes it the key's organisation's, whosever it was. Throws `key_not_found`, `key_revoked`,
 * `wrong_master_key`, `key_integrity`.
 */
export async function signWithStoredKey(
  parts: LocalParts,
  request: SignRequest,
): Promise<{ key: SigningKeyInfo; signatures: readonly PackageSignature[] }> {
  const key = await findKey(parts.store, request.reference);
  const { hashes } = request;
  const toEvents = ({ code }: CloacinaError) => eventsOf("package.sign.failure", key, hashes, code);
  return await auditingFailure(parts.audit, toEvents, async () => {
    requireActive(key, "sign with");
    const signingKey = await unlock(parts, key);
    const signatures = await signAll(parts, signingKey, hashes);
    await (request.store ? keep(parts, key, signatures) : tell(parts, key, hashes));
    return { key: await toSigningKeyInfo(key), signatures };
  });
}

async function unlock(
  { store, masterKey }: LocalParts,
  key: SigningKeyRecord,
): Promise<SigningKey> {
  return await withMasterKey(masterKey, async (bytes) => {
    const seed = await openSeed(store, key, bytes);
    return await toSigningKey(seed).finally(() => seed.fill(0));
  });
}

async function signAll(
  { now }: LocalParts,
  key: SigningKey,
  hashes: readonly PackageHash[],
): Promise<readonly PackageSignature[]> {
  const signatures = [];
  for (const hash of hashes) signatures.push(await signPackage(key, hash, now));
  return signatures;
}

/** Stores all signatures or none; a key that was revoked since it was looked up no longer counts. */
async function keep(
  parts: LocalParts,
  key: SigningKeyRecord,
  signatures: readonly PackageSignature[],
): Promise<void> {
  await parts.store.transaction(async (writer) => {
    await requireStillActive(writer, key);
    for (const signature of signatures) {
      await writer.saveSignature(toRecord(parts, key, signature));
    }
    await tell(parts, key, signatures.map(({ packageHash }) => packageHash));
  });
}

async function requireStillActive(writer: StoreWriter, { id }: SigningKeyRecord): Promise<void> {
  const key = await writer.signingKey(id);
  const reference = { text: referenceToId(id), orgId: null };
  requireActive(requireOneKey(reference, key === null ? [] : [key]), "sign with");
}

function toRecord(
  { newId }: LocalParts,
  { orgId }: SigningKeyRecord,
  { packageHash, keyFingerprint, signature, signedAt }: PackageSignature,
): SignatureRecord {
  const id = newId();
  return { id, packageHash, keyFingerprint, signature, signedAt: new Date(signedAt), orgId };
}

async function tell(
  { audit }: LocalParts,
  key: SigningKeyRecord,
  hashes: readonly PackageHash[],
): Promise<void> {
  await audit(eventsOf("package.signed", key, hashes));
}

function eventsOf(
  type: "package.signed" | "package.sign.failure",
  key: SigningKeyRecord,
  hashes: readonly PackageHash[],
  reason?: string,
) {
  const event = signingKeyEvent(type, key, reason);
  return hashes.map((packageHash) => ({ ...event, packageHash }));
}
