import { whyUnusable } from "../../domain/api_token.ts";
import type { StoreReader } from "../../store/store.ts";
import type { LocalParts } from "../parts.ts";
import { unauthorized } from "./unauthorized.ts";

/** Requires that the caller's token is still valid. Throws `unauthorized`. */
export async function requireCaller(
  { caller, now }: Pick<LocalParts, "caller" | "now">,
  reader: StoreReader,
): Promise<void> {
  if (caller === null) return;
  const token = await reader.apiToken(caller);
  if (token === null) throw unauthorized("there is no such token");
  const fault = whyUnusable(token, now());
  if (fault !== null) throw unauthorized(`the token ${token.id} is ${fault}`);
}
