import { quoted } from "../domain/quoted.ts";
import { GRANT_IT, MIGRATE_ALL } from "../domain/store_hints.ts";
import { CloacinaError, type ErrorCode } from "../errors.ts";
import { requireFitting } from "./master_key/fitting.ts";
import { withMasterKey } from "./master_key/with_master_key.ts";
import type { LocalParts } from "./parts.ts";

const NOT_PERMITTED = {
  code: "insufficient_permissions",
  hint: GRANT_IT,
} as const;

/**
 * Checks that requests can be served: the store answers and has its tables, including that of API tokens, and the
 * master key decrypts its newest keys. Throws `store_unavailable`, `insufficient_permissions`, `store_corrupt`,
 * `wrong_master_key`, `key_integrity`.
 */
export async function requireReady({ store, masterKey }: LocalParts): Promise<void> {
  const status = await store.schemaStatus();
  const { isReady, ownTables: { "API tokens": tokens }, problems, refusal } = status;
  if (!isReady) throw notReady(store.location, problems.join(", "), refusal);
  if (!tokens.isThere) {
    const hint = refusal?.hint ?? MIGRATE_ALL;
    throw notReady(store.location, "it has no table for API tokens", { hint });
  }
  if (tokens.fault !== undefined) throw notReady(store.location, tokens.fault, NOT_PERMITTED);
  await withMasterKey(
    masterKey,
    (key) => requireFitting(store, key, `serve ${quoted(store.location)}`),
  );
}

/** Of what refuses a store, only that the role is not permitted to read it is a code of its own here. */
function notReady(
  location: string,
  state: string,
  { code, hint }: { readonly code?: ErrorCode; readonly hint?: string } = {},
): CloacinaError {
  const isPermission = code === NOT_PERMITTED.code;
  const message = `Cannot serve ${quoted(location)}: ${state}`;
  return new CloacinaError(isPermission ? code : "store_unavailable", message, { hint });
}
