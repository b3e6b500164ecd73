import type { Blocker } from "../../domain/stored_signature.ts";
import { type Json, recordJson } from "../records/record_json.ts";

/** A blocker as JSON; null if there is none. */
export async function blockerJson(blocker: Blocker | undefined): Promise<Json | null> {
  return blocker === undefined ? null : await recordJson("Blocker", blocker);
}
