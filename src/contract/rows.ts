import * as z from "zod/mini";
import type { ApiRole, ApiTokenId, ApiTokenRecord } from "../domain/api_token.ts";
import type { Fingerprint } from "../domain/fingerprint.ts";
import type { KeyId, OrgId } from "../domain/ids.ts";
import type { PackageHash } from "../domain/package_hash.ts";
import type { SignatureRecord, TrustGrantRecord } from "../domain/records.ts";
import type { FieldTable } from "./record.ts";

// Field tables of rows that the API and the key directory write alike.

/**
 * The codecs of single values. A key directory accepts only the canonical form, and keeps milliseconds for sorting; the
 * API accepts hex in either case and any RFC 3339 time, and writes whole seconds.
 */
export interface RowFields {
  readonly rowId: z.ZodMiniType<string>;
  readonly tokenId: z.ZodMiniType<ApiTokenId>;
  readonly orgId: z.ZodMiniType<OrgId>;
  readonly keyIds: z.ZodMiniType<readonly KeyId[]>;
  readonly packageHash: z.ZodMiniType<PackageHash>;
  readonly fingerprint: z.ZodMiniType<Fingerprint>;
  readonly signature: z.ZodMiniType<Uint8Array<ArrayBuffer>>;
  readonly text: z.ZodMiniType<string>;
  readonly role: z.ZodMiniType<ApiRole>;
  readonly time: z.ZodMiniType<Date>;
}

/** A stored signature; `id` is the name of its ID field. */
export function signatureRow(id: string, fields: RowFields): FieldTable<SignatureRecord> {
  return {
    id: [id, fields.rowId],
    packageHash: ["package_hash", fields.packageHash],
    keyFingerprint: ["key_fingerprint", fields.fingerprint],
    signature: ["signature", fields.signature],
    signedAt: ["signed_at", fields.time],
    orgId: ["org_id", z.nullable(fields.orgId)],
  };
}

/** A trust grant. */
export function trustGrantRow(id: string, fields: RowFields): FieldTable<TrustGrantRecord> {
  return {
    id: [id, fields.rowId],
    parentOrgId: ["parent_org_id", fields.orgId],
    childOrgId: ["child_org_id", fields.orgId],
    grantedAt: ["granted_at", fields.time],
    revokedAt: ["revoked_at", z.nullable(fields.time)],
  };
}

/** An API token, without the hash of its text. */
export function apiTokenRow(
  id: string,
  fields: RowFields,
): FieldTable<Omit<ApiTokenRecord, "tokenHash">> {
  return {
    id: [id, fields.tokenId],
    name: ["name", z.nullable(fields.text)],
    orgId: ["org_id", z.nullable(fields.orgId)],
    role: ["role", fields.role],
    keyIds: ["key_ids", z.nullable(fields.keyIds)],
    createdAt: ["created_at", fields.time],
    expiresAt: ["expires_at", z.nullable(fields.time)],
    revokedAt: ["revoked_at", z.nullable(fields.time)],
  };
}
