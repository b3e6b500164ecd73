import type { ApiTokenId } from "./api_token.ts";
import type { AuditEventType } from "./audit_event.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { OrgId } from "./ids.ts";
import type { PackageHash } from "./package_hash.ts";

/** The maximum number of refusals in one answer. */
export const MAX_REFUSALS = 100;

/** A request that a server refused, or that failed. Null for what is unknown or does not apply. */
export interface RecentRefusal {
  readonly at: Date;
  readonly type: AuditEventType;
  /** The organisation of the token or, where that is for all, of the request. */
  readonly orgId: OrgId | null;
  /** Null where the request had no token that is known. */
  readonly tokenId: ApiTokenId | null;
  readonly name: string | null;
  readonly fingerprint: Fingerprint | null;
  /** The first of several. */
  readonly packageHash: PackageHash | null;
  readonly address: string | null;
  /** An error code, or a sentence. */
  readonly reason: string | null;
}
