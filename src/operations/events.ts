import {
  type AuditEvent,
  type AuditEventType,
  type ChangeEvent,
  FAILURE_TYPES,
} from "../domain/audit_event.ts";
import type { ApiTokenRecord } from "../domain/api_token.ts";
import type { OrgId } from "../domain/ids.ts";
import type { PackageHash } from "../domain/package_hash.ts";
import type { SigningKeyRecord, TrustedKeyRecord } from "../domain/records.ts";
import type { CloacinaError } from "../errors.ts";

/** The event of a failed change. */
export function failureOf(event: ChangeEvent, error: CloacinaError): AuditEvent {
  return { ...event, type: FAILURE_TYPES[event.type], reason: reasonOf(error) };
}

/** The event that retracts a line written before the change failed. */
export function retractionOf(event: ChangeEvent, error: CloacinaError): AuditEvent {
  return { ...failureOf(event, error), retracts: true };
}

/** The reason of a failure: its error code, or `outcome_unknown`. */
export function reasonOf({ code, isOutcomeUnknown }: CloacinaError): string {
  return isOutcomeUnknown ? "outcome_unknown" : code;
}

/** An event about a failed verification. */
export function verificationFailure(packageHash: PackageHash, error: CloacinaError): AuditEvent {
  return { type: "verification.failure", packageHash, reason: error.code };
}

/** An event about a signing key. */
export function signingKeyEvent<Type extends AuditEventType>(
  type: Type,
  { orgId, id, fingerprint, name }: SigningKeyRecord,
  reason?: string,
): AuditEvent & { readonly type: Type } {
  return { type, orgId, keyId: id, fingerprint, name, ...(reason !== undefined && { reason }) };
}

/** An event about a trusted key. */
export function trustedKeyEvent(
  type: "key.trusted.added" | "key.trusted.revoked",
  { orgId, fingerprint, name }: Pick<TrustedKeyRecord, "orgId" | "fingerprint" | "name">,
): ChangeEvent {
  return { type, orgId, fingerprint, ...(name !== null && { name }) };
}

/** An event about a trust grant. Its `orgId` is the organisation that gave the grant. */
export function trustGrantEvent(
  type: "key.trust_acl.granted" | "key.trust_acl.revoked",
  { parent, child }: { readonly parent: OrgId; readonly child: OrgId },
): ChangeEvent {
  return { type, orgId: parent, childOrgId: child };
}

/** An event about an API token, with its permissions and expiry. */
export function apiTokenEvent(
  type: "api_token.created" | "api_token.revoked",
  { id, orgId, name, role, keyIds, expiresAt }: Omit<ApiTokenRecord, "tokenHash">,
): ChangeEvent {
  return {
    type,
    ...(orgId !== null && { orgId }),
    tokenId: id,
    ...(name !== null && { tokenName: name }),
    role,
    ...(keyIds !== null && { keyIds }),
    ...(expiresAt !== null && { expiresAt }),
  };
}
