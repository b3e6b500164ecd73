import type { ApiRole, ApiTokenId } from "./api_token.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { KeyId, OrgId } from "./ids.ts";
import type { PackageHash } from "./package_hash.ts";

/** The engine's names for what happens to keys and packages, and our own for the API. */
export const AUDIT_EVENT_TYPES = [
  "key.signing.created",
  "key.signing.create_failed",
  "key.signing.revoked",
  "key.exported",
  "key.trusted.added",
  "key.trusted.revoked",
  "key.trust_acl.granted",
  "key.trust_acl.revoked",
  "master_key.rotated",
  "package.signed",
  "package.sign.failure",
  "signature.imported",
  "api.started",
  "api_token.created",
  "api_token.revoked",
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
  readonly tokenId?: ApiTokenId;
  readonly tokenName?: string;
  readonly role?: ApiRole;
  /** The only signing keys of a token; left out where it signs with every key that it sees. */
  readonly keyIds?: readonly KeyId[];
  /** When a token stops counting; left out where it never does. */
  readonly expiresAt?: Date;
  /** Where a request came from. */
  readonly address?: string;
  /** Why it failed: an error code, or what was done besides. */
  readonly reason?: string;
}
