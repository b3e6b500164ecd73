import type { ApiRole, ApiTokenId } from "./api_token.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { KeyId, OrgId } from "./ids.ts";
import type { PackageHash } from "./package_hash.ts";

/**
 * What changes something or lets something out, and how its failure is called. The first line of a change is written
 * before it is made; where it then fails, the second one follows and takes it back.
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
  "api_token.created": "api_token.create_failed",
  "api_token.revoked": "api_token.revoke_failed",
} as const;

/** What changes something or lets something out. */
export type ChangeEventType = keyof typeof FAILURE_TYPES;

/** How a failure of that is called. */
type FailureEventType = typeof FAILURE_TYPES[ChangeEventType];

/** The engine's names for what happens to keys and packages, and our own in their manner. */
export const AUDIT_EVENT_TYPES = [
  ...Object.entries(FAILURE_TYPES).flat() as (ChangeEventType | FailureEventType)[],
  "api.started",
  "api_token.refused",
  "verification.success",
  "verification.failure",
] as const;

/** What happened, in a word. */
export type AuditEventType = typeof AUDIT_EVENT_TYPES[number];

/** One thing that happened. What is not known or does not apply is left out. It never holds a secret. */
export interface AuditEvent {
  readonly type: AuditEventType;
  readonly orgId?: OrgId;
  /** The child organisation of a trust grant. */
  readonly childOrgId?: OrgId;
  readonly keyId?: KeyId;
  readonly fingerprint?: Fingerprint;
  readonly name?: string;
  readonly packageHash?: PackageHash;
  /** Of several packages that were refused together: the first, and how many there are in all. */
  readonly packages?: { readonly first: readonly PackageHash[]; readonly count: number };
  readonly tokenId?: ApiTokenId;
  readonly tokenName?: string;
  readonly role?: ApiRole;
  /** The only signing keys of a token; left out where it signs with every key that it sees. */
  readonly keyIds?: readonly KeyId[];
  /** When a token stops counting; left out where it never does. */
  readonly expiresAt?: Date;
  /** Where a request came from. */
  readonly address?: string;
  /** Why it failed: an error code, or `outcome_unknown` where it may have been done after all; or what was done besides. */
  readonly reason?: string;
  /** True where a line before this one says that it was done: that was written before the store refused it in the end. */
  readonly retracts?: true;
}

/** An event of something that is changed or let out. */
export type ChangeEvent = AuditEvent & { readonly type: ChangeEventType };
