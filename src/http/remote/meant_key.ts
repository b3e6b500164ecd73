import { hexPrefix, type KeyReference } from "../../domain/key_reference.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import { CloacinaError } from "../../errors.ts";
import type { SigningKeyInfo } from "../../operations/operations.ts";

/** A server gave the key that it was asked for: by its id, its name, or how id or fingerprint begin. Throws `key_integrity`. */
export function requireMeant(key: SigningKeyInfo, reference: KeyReference): void {
  const { text, orgId } = reference;
  const isOfOrg = orgId === null || key.orgId === orgId;
  if (isOfOrg && (key.name === text || beginsSo(key, text))) return;
  throw notMeant(key);
}

/** The `key_integrity` of a key that nobody asked a server for. */
export function notMeant({ publicKey }: { readonly publicKey: PublicKey }): CloacinaError {
  const state = "the server sent it for another one";
  return new CloacinaError(
    "key_integrity",
    `Cannot use the key ${publicKey.fingerprint}: ${state}`,
  );
}

function beginsSo({ id, publicKey }: SigningKeyInfo, text: string): boolean {
  const prefix = hexPrefix(text);
  if (prefix === undefined) return false;
  return id.replaceAll("-", "").startsWith(prefix) || publicKey.fingerprint.startsWith(prefix);
}
