import * as z from "zod/mini";
import type { OrgId } from "../domain/ids.ts";
import { endpoint } from "./endpoint.ts";
import { fingerprintOrIdField, itemsOf, orgIdField, referenceField } from "./fields.ts";
import type { ListKeysRequest } from "./keys.ts";
import { flagField, listQuery } from "./queries.ts";
import { givenRecordOf, orDamaged } from "./record.ts";
import { DamagedTrustedKey, TrustedKey, TrustRevoked } from "./records.ts";

/** `text` is the name of one of the organisation's own trusted keys, or a prefix of its fingerprint. */
export interface LookUpTrustedKeyRequest {
  readonly orgId: OrgId;
  readonly text: string;
}

/** With `dryRun`, nothing changes. */
export interface RevokeTrustedKeyRequest {
  readonly orgId: OrgId;
  /** Or the ID of the row, for one whose fingerprint is damaged. */
  readonly fingerprintPrefix: string;
  readonly dryRun: boolean;
}

/** Operations on the keys that an organisation trusts. */
export const TRUSTED_KEYS = {
  list: endpoint({
    method: "GET",
    path: "/v1/trusted-keys",
    summary: "List the keys that an organisation trusts, itself or through grants, oldest first",
    role: "read",
    scope: "own",
    query: listQuery<ListKeysRequest>({
      orgId: ["org_id", orgIdField],
      includeRevoked: ["include_revoked", z._default(flagField, false)],
    }),
    answer: itemsOf(orDamaged(TrustedKey, DamagedTrustedKey)),
  }),
  /**
   * Finds an active key that the organisation itself trusts. Throws `trust_not_found`, `key_revoked` if it was revoked,
   * and `invalid_request` with the candidates if the text is ambiguous.
   */
  lookUp: endpoint({
    method: "GET",
    path: "/v1/trusted-keys/lookup",
    summary: "Find a key that an organisation itself trusts by its name or a fingerprint prefix",
    role: "read",
    scope: "own",
    query: givenRecordOf<LookUpTrustedKeyRequest>({
      orgId: ["org_id", orgIdField],
      text: ["reference", referenceField],
    }),
    answer: orDamaged(TrustedKey, DamagedTrustedKey),
  }),
  /** Revokes one of the organisation's own trusted keys. Throws the errors of `lookUp`. */
  revoke: endpoint({
    method: "POST",
    path: "/v1/trusted-keys/:fingerprint/revoke",
    summary:
      "Revoke an organisation's trust in a key, by its fingerprint, a prefix of it, or its ID",
    role: "admin",
    scope: "own",
    params: givenRecordOf<Pick<RevokeTrustedKeyRequest, "fingerprintPrefix">>({
      fingerprintPrefix: ["fingerprint", fingerprintOrIdField],
    }),
    body: givenRecordOf<Omit<RevokeTrustedKeyRequest, "fingerprintPrefix">>({
      orgId: ["org_id", orgIdField],
      dryRun: ["dry_run", z._default(z.boolean(), false)],
    }),
    answer: TrustRevoked,
    isIdempotent: ({ dryRun }) => dryRun,
  }),
} as const;
