import * as z from "zod/mini";
import {
  API_ROLES,
  type ApiTokenHash,
  type ApiTokenId,
  type ApiTokenRecord,
} from "../../domain/api_token.ts";
import type { KeyId, OrgId } from "../../domain/ids.ts";
import {
  documentOf,
  listField,
  sha256Field,
  textField,
  timeField,
  uuidField,
  wordField,
} from "./document_fields.ts";
import {
  type RecordKind,
  SHA256,
  STATUS,
  statusPart,
  TIME,
  timePart,
  UUID,
  UUID_OR_NONE,
  uuidOrNonePart,
} from "./record_kind.ts";

const Document = documentOf({
  id: uuidField<ApiTokenId>(),
  token_hash: sha256Field<ApiTokenHash>(),
  name: z.nullable(textField()),
  org_id: z.nullable(uuidField<OrgId>()),
  role: wordField(API_ROLES),
  key_ids: z.nullable(listField(uuidField<KeyId>())),
  created_at: timeField(),
  expires_at: z.nullable(timeField()),
  revoked_at: z.nullable(timeField()),
});

/** What an API token's file name says. */
export type ApiTokenPart = "hash" | "org" | "status";

/** API tokens, as `cloacina_api_tokens` has them; 256 groups by hash, as each request looks for one of these. */
export const API_TOKENS: RecordKind<ApiTokenRecord, ApiTokenPart> = {
  folder: "api-tokens",
  parts: { hash: SHA256, org: UUID_OR_NONE, time: TIME, id: UUID, status: STATUS },
  identity: ["hash"],
  groupOf: ({ hash }) => apiTokenGroup(hash),
  describe: (token) => ({
    hash: token.tokenHash,
    org: uuidOrNonePart(token.orgId),
    time: timePart(token.createdAt),
    id: token.id,
    status: statusPart(token.revokedAt),
  }),
  decode: (document) => {
    const fields = z.decode(Document, document as z.input<typeof Document>);
    return {
      id: fields.id,
      tokenHash: fields.token_hash,
      name: fields.name,
      orgId: fields.org_id,
      role: fields.role,
      keyIds: fields.key_ids,
      createdAt: fields.created_at,
      expiresAt: fields.expires_at,
      revokedAt: fields.revoked_at,
    };
  },
  encode: (token) =>
    z.encode(Document, {
      version: 1,
      id: token.id,
      token_hash: token.tokenHash,
      name: token.name,
      org_id: token.orgId,
      role: token.role,
      key_ids: token.keyIds === null ? null : [...token.keyIds],
      created_at: token.createdAt,
      expires_at: token.expiresAt,
      revoked_at: token.revokedAt,
    }),
};

/** The group of an API token. */
export function apiTokenGroup(tokenHash: string): string {
  return tokenHash.slice(0, 2);
}
