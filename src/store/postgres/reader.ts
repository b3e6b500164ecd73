import type { StoreReader } from "../store.ts";
import { findSigningKeys } from "./find_signing_keys.ts";
import { meantTrustedKeys } from "./meant_trusted_keys.ts";
import {
  API_TOKEN_ROWS,
  SIGNATURE_ROWS,
  SIGNING_KEY_ROWS,
  TRUST_GRANT_ROWS,
  TRUSTED_KEY_ROWS,
  uuidArray,
} from "./rows.ts";
import { listRows, selectRow, selectRows } from "./select.ts";
import { withApiTokens } from "./with_api_tokens.ts";
import type { Work } from "./transaction.ts";

/** Runs reads that belong together: in a transaction of their own, or in the one that is open. */
export type Within = <Result>(work: Work<Result>) => Promise<Result>;

const ACTIVE = "revoked_at is null";

/** Reads rows of the tables. `label` is the database without a password. */
export function reader(within: Within, label: string): StoreReader {
  const withinTokens: Within = (work) => withApiTokens(label, () => within(work));
  return {
    signingKey: (id) =>
      within((run, tables) =>
        selectRow(run, tables, SIGNING_KEY_ROWS, (bind) => [`id = ${bind(id)}`])
      ),
    signingKeysOf: (fingerprint) =>
      within((run, tables) =>
        selectRows(run, tables, SIGNING_KEY_ROWS, (bind) => [
          `key_fingerprint = ${bind(fingerprint)}`,
        ])
      ),
    findSigningKeys: (query, limit) =>
      within((run, tables) => findSigningKeys(run, tables, query, limit)),
    listSigningKeys: ({ orgId, includeRevoked }, page) =>
      within((run, tables) =>
        listRows(run, tables, SIGNING_KEY_ROWS, (bind) => [
          orgId === null ? null : `org_id = ${bind(orgId)}`,
          includeRevoked ? null : ACTIVE,
        ], page)
      ),
    findTrustedKeys: (fingerprint, orgIds) =>
      within((run, tables) =>
        selectRows(run, tables, TRUSTED_KEY_ROWS, (bind) => [
          `key_fingerprint = ${bind(fingerprint)}`,
          orgIds === null ? null : `org_id = any(${bind(uuidArray(orgIds))}::uuid[])`,
        ])
      ),
    meantTrustedKeys: (query, limit) =>
      within((run, tables) => meantTrustedKeys(run, tables, query, limit)),
    listTrustedKeys: ({ orgIds, includeRevoked }, page) =>
      within((run, tables) =>
        listRows(run, tables, TRUSTED_KEY_ROWS, (bind) => [
          `org_id = any(${bind(uuidArray(orgIds))}::uuid[])`,
          includeRevoked ? null : ACTIVE,
        ], page)
      ),
    listTrustGrants: ({ orgId, side }) =>
      within((run, tables) =>
        selectRows(run, tables, TRUST_GRANT_ROWS, (bind) => [
          `${side === "parent" ? "parent_org_id" : "child_org_id"} = ${bind(orgId)}`,
        ])
      ),
    // In no order, as the engine asks: then the first is the one that the engine would take.
    signaturesOf: (packageHash) =>
      within((run, tables) =>
        selectRows(run, tables, SIGNATURE_ROWS, (bind) => [`package_hash = ${bind(packageHash)}`])
      ),
    listSignatures: ({ orgId, fingerprint }, page) =>
      within((run, tables) =>
        listRows(run, tables, SIGNATURE_ROWS, (bind) => [
          orgId === null ? null : `org_id = ${bind(orgId)}`,
          fingerprint === null ? null : `key_fingerprint = ${bind(fingerprint)}`,
        ], page)
      ),
    apiToken: (id) =>
      withinTokens((run, tables) =>
        selectRow(run, tables, API_TOKEN_ROWS, (bind) => [`id = ${bind(id)}`])
      ),
    findApiToken: (tokenHash) =>
      withinTokens((run, tables) =>
        selectRow(run, tables, API_TOKEN_ROWS, (bind) => [`token_hash = ${bind(tokenHash)}`])
      ),
    listApiTokens: ({ orgId, includeRevoked }, page) =>
      withinTokens((run, tables) =>
        listRows(run, tables, API_TOKEN_ROWS, (bind) => [
          orgId === null ? null : `org_id = ${bind(orgId)}`,
          includeRevoked ? null : ACTIVE,
        ], page)
      ),
  };
}
