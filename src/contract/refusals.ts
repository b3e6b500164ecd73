import * as z from "zod/mini";
import type { AuditEventType } from "../domain/audit_event.ts";
import type { OrgId } from "../domain/ids.ts";
import { MAX_REFUSALS, type RecentRefusal } from "../domain/recent_refusal.ts";
import { DEFAULTS } from "./endpoint.ts";
import {
  fingerprintField,
  listOf,
  orgIdField,
  packageHashField,
  timeField,
  tokenIdField,
} from "./fields.ts";
import { optionalOrgField } from "./queries.ts";
import { givenRecordOf, recordOf } from "./record.ts";

/** What was refused, in the words of the audit log. Later servers may know other events. */
export const Refusal = recordOf<RecentRefusal>({
  at: ["timestamp", timeField],
  type: ["event_type", z.string() as z.ZodMiniType<AuditEventType>],
  orgId: ["org_id", z.nullable(orgIdField)],
  tokenId: ["token_id", z.nullable(tokenIdField)],
  name: ["key_name", z.nullable(z.string())],
  fingerprint: ["key_fingerprint", z.nullable(fingerprintField)],
  packageHash: ["package_hash", z.nullable(packageHashField)],
  address: ["address", z.nullable(z.string())],
  reason: ["reason", z.nullable(z.string())],
});

/** With `orgId` null, refusals of all organisations, and of requests without a token. */
export interface RefusalsRequest {
  readonly orgId: OrgId | null;
}

/** What a server refused lately. Not an operation: each server answers it from what it remembers itself. */
export const REFUSALS = {
  ...DEFAULTS,
  method: "GET",
  path: "/v1/refusals",
  summary: "List what this server refused within a day and since it started, newest first",
  role: "admin",
  query: givenRecordOf<RefusalsRequest>({ orgId: ["org_id", optionalOrgField] }),
  answer: z.codec(
    z.object({ items: listOf(Refusal, MAX_REFUSALS) }),
    z.custom<readonly RecentRefusal[]>(),
    { decode: ({ items }) => items, encode: (items) => ({ items: [...items] }) },
  ),
} as const;
