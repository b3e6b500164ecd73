import * as z from "zod/mini";
import type { OrgId } from "../domain/ids.ts";
import { MAX_REFUSALS, type RecentRefusal } from "../domain/recent_refusal.ts";
import { DEFAULTS } from "./endpoint.ts";
import { listOf } from "./fields.ts";
import { optionalOrgField } from "./queries.ts";
import { givenRecordOf } from "./record.ts";
import { Refusal } from "./records.ts";

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
