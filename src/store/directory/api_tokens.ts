import {
  LOWER_HEX_32_BYTES_SOURCE as SHA256,
  LOWER_UUID_SOURCE as UUID,
} from "../../domain/patterns.ts";
import type { FieldTable } from "../../contract/record.ts";
import { apiTokenRow } from "../../contract/rows.ts";
import type { ApiTokenHash, ApiTokenId, ApiTokenRecord } from "../../domain/api_token.ts";
import type { OrgId } from "../../domain/ids.ts";
import { ROW_FIELDS, rowCodec, sha256Field } from "./document_fields.ts";
import {
  partTime,
  partUuid,
  type RecordKind,
  STATUS,
  statusPart,
  TIME,
  timePart,
  UUID_OR_NONE,
  uuidOrNonePart,
} from "./record_kind.ts";

const { id, ...others } = apiTokenRow("id", ROW_FIELDS);

const TOKEN: FieldTable<ApiTokenRecord> = {
  id,
  tokenHash: ["token_hash", sha256Field<ApiTokenHash>()],
  ...others,
};

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
  named: ({ id, org, time }) => ({
    id: id as ApiTokenId,
    orgId: partUuid<OrgId>(org),
    createdAt: partTime(time),
  }),
  codec: rowCodec(TOKEN),
};

/** The group of an API token. */
export function apiTokenGroup(tokenHash: string): string {
  return tokenHash.slice(0, 2);
}
