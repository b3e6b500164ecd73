import type { AuditEvent, AuditEventType } from "../domain/audit_event.ts";
import type { ApiTokenRecord } from "../domain/api_token.ts";
import type { OrgId } from "../domain/ids.ts";
import type { SigningKeyRecord, TrustedKeyRecord } from "../domain/records.ts";

/** An event of a signing key. */
export function signingKeyEvent(
  type: AuditEventType,
  { orgId, id, fingerprint, name }: SigningKeyRecord,
  reason?: string,
): AuditEvent {
  return { type, orgId, keyId: id, fingerprint, name, ...(reason !== undefined && { reason }) };
}

/** An event of a trusted key. */
export function trustedKeyEvent(
  type: AuditEventType,
  { orgId, fingerprint, name }: Pick<TrustedKeyRecord, "orgId" | "fingerprint" | "name">,
): AuditEvent {
  return { type, orgId, fingerprint, ...(name !== null && { name }) };
}

/** An event of a trust grant. The organisation that it is written under is the one that gave it. */
export function trustGrantEvent(
  type: "key.trust_acl.granted" | "key.trust_acl.revoked",
  { parent, child }: { readonly parent: OrgId; readonly child: OrgId },
): AuditEvent {
  return { type, orgId: parent, childOrgId: child };
}

/** An event of an API token: with what it may do, and until when. */
export function apiTokenEvent(
  type: "api_token.created" | "api_token.revoked",
  { id, orgId, name, role, keyIds, expiresAt }: Omit<ApiTokenRecord, "tokenHash">,
): AuditEvent {
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
