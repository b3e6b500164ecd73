import { exactId, type KeyReference } from "../../domain/key_reference.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { LocalParts } from "../parts.ts";
import { findKey } from "./find_key.ts";

type Recalling = Pick<LocalParts, "store" | "lastSeen" | "guessed">;

/**
 * As `findKey`, and remembers the key; a request that guesses gets it as it was last seen, where it was. Only by its ID
 * is a key the same as long as its row is.
 */
export async function recallKey(
  parts: Recalling,
  reference: KeyReference,
): Promise<SigningKeyRecord> {
  const seen = seenKey(parts, reference);
  if (seen !== undefined) return seen;
  const key = await findKey(parts.store, reference);
  parts.lastSeen?.keys.set(key.id, key.revokedAt === null ? key : null);
  return key;
}

/** The key of a reference as it was last seen, for a request that guesses; undefined where it is to be looked up. */
export function seenKey(
  { lastSeen, guessed }: Omit<Recalling, "store">,
  { text, orgId }: KeyReference,
): SigningKeyRecord | undefined {
  const id = exactId(text);
  if (guessed === null || id === undefined) return undefined;
  const key = lastSeen?.keys.get(id);
  return orgId === null || key?.orgId === orgId ? key : undefined;
}
