import { requireActive } from "../../domain/key_choice.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import type { StoreReader } from "../../store/store.ts";
import { isUnchanged } from "../last_seen.ts";
import type { LocalParts } from "../parts.ts";
import { keyIntegrity } from "./key_integrity.ts";
import { requireOneOrg } from "./require_one_org.ts";

/**
 * Requires that a key may be used. If one row of a key pair is revoked, all are. Throws `key_revoked`, and
 * `key_integrity` if the row was replaced since it was read, differs from what a request guessed, or if the key pair is
 * stored under several organisations: an attacker with write access may have copied it. `action` reads "sign with".
 */
export async function requireUsable(
  parts: Pick<LocalParts, "viewer" | "guessed">,
  reader: StoreReader,
  { key, action }: { readonly key: SigningKeyRecord; readonly action: string },
): Promise<void> {
  const rows = await reader.signingKeysOf(key.fingerprint);
  const current = rows.find(({ id }) => id === key.id);
  if (current === undefined) throw keyIntegrity(key, "its row has been replaced");
  if (parts.guessed !== null && !isUnchanged(key, current)) {
    throw keyIntegrity(key, "its row has been changed");
  }
  requireActive(current, action);
  requireOneOrg(parts, rows, `${action} the key ${quoted(key.name)} (${key.id})`);
  requireActivePair(current, rows, action);
}

/** The error names the requested key, and does not reveal another row of the pair. */
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
