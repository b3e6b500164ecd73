import { requireActive } from "../../domain/key_choice.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import type { StoreReader } from "../../store/store.ts";
import { keyIntegrity } from "../master_key/open_seed.ts";
import type { LocalParts } from "../parts.ts";
import { requireOneOrg } from "./require_one_org.ts";

/**
 * The key may be used now, by all that the store has of it: rows of one key pair are one key, and where one of them is
 * revoked, all are. Throws `key_revoked`, and `key_integrity` for a row that was changed since it was read or stands
 * under several organisations: somebody who writes the database may have copied it, to sign in another's name. `action`
 * reads "sign with".
 */
export async function requireUsable(
  parts: Pick<LocalParts, "viewer">,
  reader: StoreReader,
  { key, action }: { readonly key: SigningKeyRecord; readonly action: string },
): Promise<void> {
  const rows = await reader.signingKeysOf(key.fingerprint);
  const current = rows.find(({ id }) => id === key.id);
  if (current === undefined) throw keyIntegrity(key, "its row has been replaced");
  requireActive(current, action);
  requireOneOrg(parts, rows, `${action} the key ${quoted(key.name)} (${key.id})`);
  requireActivePair(current, rows, action);
}

/** The error names the key that was asked for: of another row, whoever asked need not know. */
function requireActivePair(
  { id, name }: SigningKeyRecord,
  rows: readonly SigningKeyRecord[],
  action: string,
): void {
  const revoked = rows.find(({ revokedAt }) => revokedAt !== null);
  if (revoked === undefined) return;
  const state = `its key pair was revoked as ${quoted(revoked.name)} (${revoked.id})`;
  throw new CloacinaError(
    "key_revoked",
    `Cannot ${action} the key ${
      quoted(name)
    } (${id}): ${state} at ${revoked.revokedAt?.toISOString()}`,
  );
}
