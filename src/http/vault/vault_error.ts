import * as z from "zod/mini";
import { CloacinaError, type ErrorCode } from "../../errors.ts";
import { admit } from "../client/admit.ts";

/** The most characters of Vault's own words to show. */
const MAX_WORDS = 300;

const Errors = z.object({ errors: z.array(z.string()) });

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

/** An answer; its document is undefined if it is not JSON. */
interface VaultAnswer {
  readonly status: number;
  readonly document: unknown;
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

/** What a node says, with status 500, while its cluster elects another active one. */
const NO_ACTIVE_NODE = /\bnode not active\b/;

type Meaning = readonly [code: ErrorCode, state: string, hint?: string];

function meaningOf(status: number, words: string): Meaning {
  const says = words === "" ? `Vault answers with status ${status}` : `Vault says ${words}`;
  if (status === 403) {
    return [
      "signer_refused",
      says,
      "the token is unknown or has expired, or its policies do not allow it: docs/signers.md has the least policy",
    ];
  }
  if (status === 404) return notThere(words, says);
  if (status === 429) {
    return ["signer_unavailable", says, "try again later, or have its quota raised"];
  }
  if (status === 412 || status >= 502 || NO_ACTIVE_NODE.test(words)) {
    return [
      "signer_unavailable",
      says,
      "`vault status` shows the state of its node, and `vault operator unseal` unseals it",
    ];
  }
  return ["signer_refused", says];
}

/** Of a key that is not there Vault says nothing. */
function notThere(words: string, says: string): Meaning {
  if (words === "") {
    return ["key_not_found", "Vault has no such key", "`vault list MOUNT/keys` shows the keys"];
  }
  return /\bnamespace not found\b/.test(words)
    ? ["key_not_found", says, "check VAULT_NAMESPACE; `vault namespace list` shows the namespaces"]
    : [
      "key_not_found",
      says,
      "`vault secrets list` shows the mounts of transit; MOUNT/KEY is without the keys/ of Vault's own path",
    ];
}

/** What Vault says, on one line; null where it is not an error of Vault's. */
function wordsOf(document: unknown, token: string): string | null {
  const refusal = admit(Errors, document);
  return refusal === undefined ? null : shown(refusal.errors.join("; "), token);
}

/** The terminal escapes control characters. */
function shown(words: string, token: string): string {
  return words.replaceAll(token, "…").replaceAll(/\s+/g, " ").trim().slice(0, MAX_WORDS);
}
