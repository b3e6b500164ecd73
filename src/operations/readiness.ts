import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { requireFitting } from "./master_key/fitting.ts";
import { withMasterKey } from "./master_key/with_master_key.ts";
import type { LocalParts } from "./parts.ts";

/** The hint where nothing is in the way of what creates our own table. */
const MIGRATE = "`cloacina db migrate` creates what is missing";

/**
 * Checks that requests can be served: the store answers and has its tables, including that of API tokens, and the
 * master key decrypts its newest keys. Throws `store_unavailable`, `store_corrupt`, `wrong_master_key`,
 * `key_integrity`.
 */
export async function requireReady({ store, masterKey }: LocalParts): Promise<void> {
  const { isReady, hasApiTokens, problems, refusal } = await store.schemaStatus();
  if (!isReady) throw notReady(store.location, problems.join(", "), refusal?.hint);
  if (!hasApiTokens) {
    throw notReady(store.location, "it has no table for API tokens", refusal?.hint ?? MIGRATE);
  }
  await withMasterKey(
    masterKey,
    (key) => requireFitting(store, key, `serve ${quoted(store.location)}`),
  );
}

function notReady(location: string, state: string, hint: string | undefined): CloacinaError {
  return new CloacinaError("store_unavailable", `Cannot serve ${quoted(location)}: ${state}`, {
    hint,
  });
}
