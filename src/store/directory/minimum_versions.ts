import {
  LOWER_HEX_32_BYTES_SOURCE as SHA256,
  LOWER_UUID_SOURCE as UUID,
} from "../../domain/patterns.ts";
import * as z from "zod/mini";
import type { FieldTable } from "../../contract/record.ts";
import { faultOfClaims, VERSION_CLAIM } from "../../domain/claims.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { MinimumVersionRecord } from "../../domain/records.ts";
import { must } from "../../formats/json/field_rule.ts";
import { ROW_FIELDS, rowCodec } from "./document_fields.ts";
import { partTime, type RecordKind, TIME, timePart } from "./record_kind.ts";
import { namePart } from "./signing_keys.ts";

const MINIMUM: FieldTable<MinimumVersionRecord> = {
  id: ["id", ROW_FIELDS.rowId],
  orgId: ["org_id", ROW_FIELDS.orgId],
  name: ["package_name", claimField("name")],
  version: ["package_version", claimField(VERSION_CLAIM)],
  raisedAt: ["raised_at", ROW_FIELDS.time],
};

/** What a minimum version's file name says; `name` is a digest of it. */
export type MinimumVersionPart = "org" | "name";

/** Minimum versions, as `cloacina_minimum_versions` has them; a group for each organisation. */
export const MINIMUM_VERSIONS: RecordKind<MinimumVersionRecord, MinimumVersionPart> = {
  folder: "minimum-versions",
  parts: { org: UUID, name: SHA256, time: TIME, id: UUID },
  identity: ["org", "name"],
  groupOf: ({ org }) => org,
  describe: (minimum) => ({
    org: minimum.orgId,
    name: namePart(minimum.name),
    time: timePart(minimum.raisedAt),
    id: minimum.id,
  }),
  named: ({ id, org, time }) => ({ id, orgId: org as OrgId, raisedAt: partTime(time) }),
  codec: rowCodec(MINIMUM),
};

/** The value of a claim of this name. */
function claimField(name: string) {
  const isValid = (value: string) => faultOfClaims({ [name]: value }) === undefined;
  const rule = must(`be a ${name} that can be claimed`);
  return z.string(rule).check(z.refine(isValid, rule));
}
