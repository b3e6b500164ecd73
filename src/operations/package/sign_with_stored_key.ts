import type { SignRequest } from "../../contract/packages.ts";
import type { ChangeEvent } from "../../domain/audit_event.ts";
import { requireActive } from "../../domain/key_choice.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { PackageSignature, SignedHashes } from "../../domain/signature.ts";
import type { CloacinaError } from "../../errors.ts";
import { auditingFailure } from "../audit_failure.ts";
import { failureOf, signingKeyEvent } from "../events.ts";
import { findKey } from "../keys/find_key.ts";
import { requireUsable } from "../keys/require_usable.ts";
import { toSigningKeyInfo } from "../keys/signing_key_info.ts";
import { openSeed } from "../master_key/open_seed.ts";
import { withMasterKey } from "../master_key/with_master_key.ts";
import type { LocalParts } from "../parts.ts";
import { toSignatureRecord } from "../signatures/signature_record.ts";
import { handOut, transact } from "../transact.ts";
import { type SigningKey, signPackage, toSigningKey } from "./sign.ts";

/** The number of packages of a refused request that the audit log names. */
const NAMED_PACKAGES = 3;

/** The action in messages. */
const ACTION = "sign with";

/**
 * Signs package hashes with a stored key, in order. Gets the master key, which may need a prompt, and signs first;
 * then, in one transaction, checks the key again, stores signatures, and writes the audit lines. Storing an existing
 * signature updates it and assigns it to the key's organisation. Throws `key_not_found`, `key_revoked`,
 * `wrong_master_key`, `key_integrity`.
 */
export async function signWithStoredKey(
  parts: LocalParts,
  request: SignRequest,
): Promise<SignedHashes> {
  const key = await findKey(parts.store, request.reference);
  const events = eventsOf(key, request.hashes);
  const toFailure = (error: CloacinaError) => [failureOf(ofAll(key, request.hashes), error)];
  const signatures = await auditingFailure(
    parts.audit,
    toFailure,
    () => signAll(parts, key, request.hashes),
  );
  const terms = { uses: [key.fingerprint], toFailure };
  await (request.store
    ? transact(parts, terms, async (writer) => {
      await requireUsable(parts, writer, { key, action: ACTION });
      for (const signature of signatures) {
        await writer.saveSignature(toSignatureRecord(parts, key.orgId, signature));
      }
      return { result: undefined, events };
    })
    : handOut(parts, terms, async (reader) => {
      await requireUsable(parts, reader, { key, action: ACTION });
      return { result: undefined, events };
    }));
  return { key: await toSigningKeyInfo(key), signatures };
}

async function signAll(
  parts: LocalParts,
  key: SigningKeyRecord,
  hashes: readonly PackageHash[],
): Promise<readonly PackageSignature[]> {
  requireActive(key, ACTION);
  const signingKey = await unlock(parts, key);
  const signatures = [];
  for (const hash of hashes) signatures.push(await signPackage(signingKey, hash, parts.now));
  return signatures;
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

function eventsOf(key: SigningKeyRecord, hashes: readonly PackageHash[]): readonly ChangeEvent[] {
  const event = signingKeyEvent("package.signed", key);
  return hashes.map((packageHash) => ({ ...event, packageHash }));
}

/** One event for all packages of a request, so that a refused request of a thousand packages does not fill the log. */
function ofAll(key: SigningKeyRecord, hashes: readonly PackageHash[]): ChangeEvent {
  const event = signingKeyEvent("package.signed", key);
  const [packageHash, ...others] = hashes;
  if (packageHash !== undefined && others.length === 0) return { ...event, packageHash };
  return { ...event, packages: { first: hashes.slice(0, NAMED_PACKAGES), count: hashes.length } };
}
