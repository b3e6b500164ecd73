import {
  type AuditEvent,
  type AuditEventType,
  type ChangeEvent,
  FAILURE_TYPES,
} from "../domain/audit_event.ts";
import type { ApiTokenRecord } from "../domain/api_token.ts";
import type { Fingerprint } from "../domain/fingerprint.ts";
import type { OrgId } from "../domain/ids.ts";
import type { PackageHash } from "../domain/package_hash.ts";
import type { Damaged, Intact } from "../domain/damaged.ts";
import type { SignatureRecord, SigningKeyRecord, TrustedKeyRecord } from "../domain/records.ts";
import type { PackageSignature } from "../domain/signature.ts";
import { type StatedTerms, statedTerms, type StatementTerms } from "../domain/statement.ts";
import type { CloacinaError } from "../errors.ts";
import type { Signer } from "./signer.ts";

/** The event of a failed change. */
export function failureOf(event: ChangeEvent, error: CloacinaError): AuditEvent {
  return { ...event, type: FAILURE_TYPES[event.type], reason: error.code };
}

/** The event that retracts a line written before the change failed; or that says that nobody knows whether it did. */
export function retractionOf(event: ChangeEvent, error: CloacinaError): AuditEvent {
  if (error.code === "outcome_unknown") {
    return { ...event, type: "change.outcome_unknown", reason: event.type };
  }
  return { ...failureOf(event, error), retracts: true };
}

/** Whose trust a verification was by, and the signer where one was found. */
interface VerifiedFor {
  readonly orgId?: OrgId | undefined;
  readonly fingerprint?: Fingerprint | undefined;
}

/** An event about a failed verification. */
export function verificationFailure(
  packageHash: PackageHash,
  { code }: Pick<CloacinaError, "code">,
  { orgId, fingerprint }: VerifiedFor = {},
): AuditEvent {
  const type = "verification.failure";
  return withoutUndefined({ type, orgId, fingerprint, packageHash, reason: code });
}

/** An event about a package that passed, with whose key the signer is, and what is stated. */
export function verificationSuccess(
  packageHash: PackageHash,
  { orgId, childOrgId, fingerprint, name }: VerifiedFor & Pick<AuditEvent, "childOrgId" | "name">,
  stated: StatedTerms | null = null,
): AuditEvent {
  const type = "verification.success";
  const said = stated && statedField(stated);
  return withoutUndefined({ type, orgId, childOrgId, fingerprint, name, packageHash, ...said });
}

/** An event about a verification that failed after a line in the same log said that it succeeded. */
export function verificationRetraction(
  { packageHash, keyFingerprint: fingerprint }: PackageSignature,
  error: CloacinaError,
  orgId?: OrgId,
): AuditEvent {
  return { ...verificationFailure(packageHash, error, { orgId, fingerprint }), retracts: true };
}

/** An event about a signing key; of a damaged one, with what could be read. */
export function signingKeyEvent<Type extends AuditEventType>(
  type: Type,
  { orgId, id, fingerprint, name }: Intact<SigningKeyRecord>,
  reason?: string,
): AuditEvent & { readonly type: Type } {
  return withoutUndefined({ type, orgId, keyId: id, fingerprint, name, reason });
}

/** An event about a trusted key; of a damaged one, with what could be read. */
export function trustedKeyEvent(
  type: "key.trusted.added" | "key.trusted.revoked",
  { orgId, fingerprint, name }: Intact<TrustedKeyRecord>,
  reason?: string,
): ChangeEvent {
  return withoutUndefined({ type, orgId, fingerprint, name: name ?? undefined, reason });
}

/** The event of a package that was signed with a key that is not of the store. */
export function signedEvent(
  { kind, fingerprint, name }: Signer,
  packageHash: PackageHash,
  terms?: StatementTerms,
): ChangeEvent {
  const type = "package.signed";
  const stated = terms && statedTerms(terms);
  return withoutUndefined({ type, fingerprint, signer: kind, name, packageHash, stated });
}

/** An event about a stored signature; of a damaged one, with what could be read. */
export function signatureEvent<Type extends AuditEventType>(
  type: Type,
  { orgId, keyFingerprint, packageHash }: Intact<
    Pick<SignatureRecord, "orgId" | "keyFingerprint" | "packageHash">
  >,
  reason?: string,
): AuditEvent & { readonly type: Type } {
  const fingerprint = keyFingerprint;
  return withoutUndefined({ type, orgId: orgId ?? undefined, fingerprint, packageHash, reason });
}

/** What a signature states, in an event. */
export function statedField(
  { claims, expires, predicateType }: StatedTerms,
): Required<Pick<AuditEvent, "stated">> {
  return { stated: { claims, expires, predicateType } };
}

/** The reason in the line of a damaged row. */
export function damagedReason({ fault }: Damaged<unknown>): string {
  return `the row is damaged: ${fault}`;
}

/** An event without the fields that do not apply. */
function withoutUndefined<Type extends AuditEventType>(
  event: { readonly type: Type } & { readonly [Name in keyof AuditEvent]?: unknown },
): AuditEvent & { readonly type: Type } {
  const known = Object.entries(event).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as unknown as AuditEvent & { readonly type: Type };
}

/** An event about a trust grant. Its `orgId` is the organisation that gave the grant. */
export function trustGrantEvent(
  type: "key.trust_acl.granted" | "key.trust_acl.revoked",
  { parent, child }: { readonly parent: OrgId; readonly child: OrgId },
): ChangeEvent {
  return { type, orgId: parent, childOrgId: child };
}

/** An event about an API token, with its permissions and expiry; of a damaged one, with what could be read. */
export function apiTokenEvent(
  type: "api_token.created" | "api_token.revoked",
  { id, orgId, name, role, keyIds, expiresAt }: Intact<Omit<ApiTokenRecord, "tokenHash">>,
): ChangeEvent {
  return withoutUndefined({
    type,
    orgId: orgId ?? undefined,
    tokenId: id,
    tokenName: name ?? undefined,
    role,
    keyIds: keyIds ?? undefined,
    expiresAt: expiresAt ?? undefined,
  });
}
