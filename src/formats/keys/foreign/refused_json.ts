import type { CloacinaError } from "../../../errors.ts";
import { invalidKey } from "../invalid_key.ts";
import { isJsonObject } from "../jwk.ts";
import { FROM_JWE, GENERATE } from "./hints.ts";

/** Kinds of JSON object that are not read, by a member that each has: their names, and hints. */
const KINDS: readonly (readonly [member: string, kind: string, hint?: string])[] = [
  ["ciphertext", "an encrypted key (JWE)", FROM_JWE],
  ["encryptedKeyset", "an encrypted Tink keyset, which cloacina does not read", GENERATE],
  ["primaryKeyId", "a Tink keyset, which cloacina does not read", GENERATE],
  ["package_hash", "a signature of cloacina, not a key"],
];

/** Numbers in the secret key of Solana: a seed and its public key. */
const SOLANA_LENGTH = 64;

/** The `invalid_key` for JSON that is not a key, or is in a format that is not read, which it names if it is known. */
export function refusedJson(value: unknown): CloacinaError {
  if (isSolanaKey(value)) {
    return invalidKey("it is a Solana key pair, which cloacina does not read", {
      hint: GENERATE,
    });
  }
  const row = isJsonObject(value) && KINDS.find(([member]) => Object.hasOwn(value, member));
  if (!row) return invalidKey("it is JSON, but not a key");
  const [, kind, hint] = row;
  return invalidKey(`it is ${kind}`, { hint });
}

function isSolanaKey(value: unknown): boolean {
  return Array.isArray(value) && value.length === SOLANA_LENGTH &&
    value.every((number) => typeof number === "number");
}
