import { type OrgFlag, STORE_FLAGS } from "../store/store_flags.ts";
import type { PlaceFlags } from "./place_flags.ts";
import type { Unplaced } from "./refuse_place.ts";
import { REMOTE_FLAGS } from "./remote_flags.ts";

/**
 * Throws `invalid_request` for a flag that names a store or server, or says how to reach it, where a command works in
 * none: it would have no effect, and whoever gave it expected one. For a key of Vault, `--retry-for` has one. Nothing is
 * refused to a command that works somewhere, which has no `unplaced`.
 */
export async function requireNoPlace(
  flags: PlaceFlags & OrgFlag,
  unplaced: Unplaced | undefined,
): Promise<void> {
  const isGiven = Object.entries(flags).some(([name, value]) =>
    value !== undefined && isOfPlace(name)
  );
  if (!isGiven || unplaced === undefined) return;
  // Loaded on demand: most commands name none.
  const { refusePlace } = await import("./refuse_place.ts");
  refusePlace(flags, unplaced);
}

function isOfPlace(name: string): boolean {
  return name in REMOTE_FLAGS || name in STORE_FLAGS || name === "org" || name === "masterKey";
}
