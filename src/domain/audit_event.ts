import type { ApiRole, ApiTokenId } from "./api_token.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { KeyId, OrgId } from "./ids.ts";
import type { PackageHash } from "./package_hash.ts";
import type { SignerKind } from "./signer_kind.ts";
import type { StatedTerms } from "./statement.ts";

/**
 * Events that change or release something, each with the event of its failure. The line of a change is written before
 * the change is made; if that then fails, a line of the second type retracts it, and `change.outcome_unknown` follows
 * where nobody knows whether it did.
 */
export const FAILURE_TYPES = {
  "key.signing.created": "key.signing.create_failed",
  "key.signing.revoked": "key.signing.revoke_failed",
  "key.exported": "key.export_failed",
  "key.trusted.added": "key.trusted.add_failed",
  "key.trusted.revoked": "key.trusted.revoke_failed",
  "key.trust_acl.granted": "key.trust_acl.grant_failed",
  "key.trust_acl.revoked": "key.trust_acl.revoke_failed",
  "master_key.rotated": "master_key.rotate_failed",
  "package.signed": "package.sign.failure",
  "signature.imported": "signature.import_failed",
  "signature.removed": "signature.remove_failed",
  "minimum_version.raised": "minimum_version.raise_failed",
  "minimum_version.removed": "minimum_version.remove_failed",
  "api_token.created": "api_token.create_failed",
  "api_token.revoked": "api_token.revoke_failed",
} as const;

/** An event that changes or releases something. */
type ChangeEventType = keyof typeof FAILURE_TYPES;

/** The type of its failure. */
type FailureEventType = typeof FAILURE_TYPES[ChangeEventType];

/** Event types: the engine's, and cloacina's own in the same style. */
export const AUDIT_EVENT_TYPES = [
  ...Object.entries(FAILURE_TYPES).flat() as (ChangeEventType | FailureEventType)[],
  "api.started",
  "api_token.refused",
  "verification.success",
  "verification.failure",
  "change.outcome_unknown",
] as const;

/** The type of an audit event. */
export type AuditEventType = typeof AUDIT_EVENT_TYPES[number];

/** Events of what failed or was refused for a reason of its own; not those of tokens. */
export const FAILURE_EVENTS: ReadonlySet<AuditEventType> = new Set([
  ...Object.values(FAILURE_TYPES),
  "verification.failure",
]);

/** An audit event. Fields that are unknown or do not apply are omitted. It never contains a secret. */
export interface AuditEvent {
  readonly type: AuditEventType;
  readonly orgId?: OrgId;
  /** The child organisation of a trust grant. */
  readonly childOrgId?: OrgId;
  readonly keyId?: KeyId;
  readonly fingerprint?: Fingerprint;
  /** Where the private key that signed was. */
  readonly signer?: SignerKind;
  readonly name?: string;
  readonly packageHash?: PackageHash;
  /** The packages of a refused request: the first few, and their total number. */
  readonly packages?: { readonly first: readonly PackageHash[]; readonly count: number };
  readonly tokenId?: ApiTokenId;
  readonly tokenName?: string;
  readonly role?: ApiRole;
  /** The signing keys that a token is limited to; omitted if it is not limited. */
  readonly keyIds?: readonly KeyId[];
  /** When a token expires; omitted if it never does. */
  readonly expiresAt?: Date;
  /** The name and the version of a minimum version. */
  readonly packageName?: string;
  readonly packageVersion?: string;
  /** What a signature states of its package. */
  readonly stated?: StatedTerms;
  /** The client address of a request. */
  readonly address?: string;
  /** Why it failed: an error code; of an unknown outcome, the type of the change; or a note on what else was done. */
  readonly reason?: string;
  /** True if this retracts an earlier line, which was written before the store refused the change. */
  readonly retracts?: true;
}

/** An event of something that is changed or released. */
export type ChangeEvent = AuditEvent & { readonly type: ChangeEventType };
