import { whyUnusable } from "../../domain/api_token.ts";
import type { StoreReader } from "../../store/store.ts";
import { isUnchanged } from "../last_seen.ts";
import type { LocalParts } from "../parts.ts";
import { unauthorized } from "./unauthorized.ts";

/** Requires that the caller's token is still valid, and a guessed one unchanged. Throws `unauthorized`. */
export async function requireCaller(
  { caller, guessed, now }: Pick<LocalParts, "caller" | "guessed" | "now">,
  reader: StoreReader,
): Promise<void> {
  if (caller === null) return;
  const token = await reader.apiToken(caller);
  if (token === null) throw unauthorized("there is no such token");
  const fault = whyUnusable(token, now());
  if (fault !== null) throw unauthorized(`the token ${token.id} is ${fault}`);
  if (guessed !== null && !isUnchanged(guessed, token)) {
    throw unauthorized(`the token ${token.id} has been changed`);
  }
}
