import {
  type AuditEvent,
  type AuditEventType,
  type ChangeEvent,
  FAILURE_TYPES,
} from "../domain/audit_event.ts";
import type { ApiTokenRecord } from "../domain/api_token.ts";
import type { OrgId } from "../domain/ids.ts";
import type { SigningKeyRecord, TrustedKeyRecord } from "../domain/records.ts";
import type { CloacinaError } from "../errors.ts";

/** The failure of what an event says. */
export function failureOf(event: ChangeEvent, error: CloacinaError): AuditEvent {
  return { ...event, type: FAILURE_TYPES[event.type], reason: reasonOf(error) };
}

/** What takes back a line that was written before its work failed. */
export function retractionOf(event: ChangeEvent, error: CloacinaError): AuditEvent {
  return { ...failureOf(event, error), retracts: true };
}

/** Why something failed, in a word. */
export function reasonOf({ code, isOutcomeUnknown }: CloacinaError): string {
  return isOutcomeUnknown ? "outcome_unknown" : code;
}

/** An event of a signing key. */
export function signingKeyEvent<Type extends AuditEventType>(
  type: Type,
  { orgId, id, fingerprint, name }: SigningKeyRecord,
  reason?: string,
): AuditEvent & { readonly type: Type } {
  return { type, orgId, keyId: id, fingerprint, name, ...(reason !== undefined && { reason }) };
}

/** An event of a trusted key. */
export function trustedKeyEvent(
  type: "key.trusted.added" | "key.trusted.revoked",
  { orgId, fingerprint, name }: Pick<TrustedKeyRecord, "orgId" | "fingerprint" | "name">,
): ChangeEvent {
  return { type, orgId, fingerprint, ...(name !== null && { name }) };
}

/** An event of a trust grant. The organisation that it is written under is the one that gave it. */
export function trustGrantEvent(
  type: "key.trust_acl.granted" | "key.trust_acl.revoked",
  { parent, child }: { readonly parent: OrgId; readonly child: OrgId },
): ChangeEvent {
  return { type, orgId: parent, childOrgId: child };
}

/** An event of an API token: with what it may do, and until when. */
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
