import * as z from "zod/mini";
import { CloacinaError, type ErrorCode } from "../../errors.ts";
import type { VaultAnswer } from "./vault_answer.ts";

/** The most characters of Vault's own words to show. */
const MAX_WORDS = 300;

const Errors = z.object({ errors: z.array(z.string()) });

/** The error for a Vault that does not answer, of what the client of the API says of it. */
export function vaultUnreachable(error: CloacinaError): CloacinaError {
  return new CloacinaError("signer_unavailable", error.message, {
    hint: "check VAULT_ADDR and VAULT_CACERT, and that Vault runs there",
    cause: error,
  });
}

/** The `signer_unavailable` error for a Vault that does not answer as it must. */
export function vaultUnavailable(url: string, state: string, hint?: string): CloacinaError {
  return new CloacinaError("signer_unavailable", `Cannot ask the Vault at "${url}": ${state}`, {
    hint: hint ?? "is VAULT_ADDR the address of Vault itself?",
  });
}

/** What was asked of Vault, for the error if it refuses. */
export interface Asked {
  /** As in "read the key vault:transit/release". */
  readonly action: string;
  readonly url: string;
  /** Is taken out of what Vault says, which may repeat it. */
  readonly token: string;
}

/** The error for an answer that is not 200. */
export function vaultRefusal(
  { action, url, token }: Asked,
  { status, document }: VaultAnswer,
): CloacinaError {
  if (status >= 300 && status < 400) {
    const state = "it answers with a redirect, which is not followed";
    return vaultUnavailable(url, state, "give the address of the active node in VAULT_ADDR");
  }
  const words = wordsOf(document, token);
  if (words === null) {
    return vaultUnavailable(url, `it answers with status ${status}, and not as Vault does`);
  }
  const [code, state, hint] = meaningOf(status, words);
  return new CloacinaError(code, `Cannot ${action}: ${state}`, { hint });
}

/** The error for one message of several that Vault did not sign. */
export function itemRefusal({ action, token }: Asked, error: string): CloacinaError {
  const state = `Vault says ${shown(error, token)}`;
  return new CloacinaError("signer_refused", `Cannot ${action}: ${state}`);
}

function meaningOf(
  status: number,
  words: string,
): readonly [code: ErrorCode, state: string, hint?: string] {
  const says = words === "" ? `Vault answers with status ${status}` : `Vault says ${words}`;
  if (status === 403) {
    return [
      "signer_refused",
      says,
      "the token is unknown or has expired, or its policies do not allow it: docs/signers.md has the least policy",
    ];
  }
  if (status === 404) {
    return words === ""
      ? ["key_not_found", "Vault has no such key", "`vault list MOUNT/keys` shows the keys"]
      : ["key_not_found", says, "`vault secrets list` shows the mounts of transit"];
  }
  if (status === 429 || status >= 502) {
    return ["signer_unavailable", says, "`vault status` shows whether it is sealed"];
  }
  return ["signer_refused", says];
}

/** What Vault says, on one line; null where it is not an error of Vault's. */
function wordsOf(document: unknown, token: string): string | null {
  const { success, data } = Errors.safeParse(document);
  return success ? shown(data.errors.join("; "), token) : null;
}

/** The terminal escapes control characters. */
function shown(words: string, token: string): string {
  return words.replaceAll(token, "…").replaceAll(/\s+/g, " ").trim().slice(0, MAX_WORDS);
}
