import * as z from "zod/mini";
import { type PublicKey, toPublicKey } from "../../domain/public_key.ts";
import { shownVaultKey, type VaultKeyReference } from "../../domain/vault_key.ts";
import { CloacinaError } from "../../errors.ts";
import { decodeBase64 } from "../../formats/base64.ts";
import { admit } from "../client/admit.ts";
import { vaultUnavailable } from "./vault_error.ts";
import type { VaultLocation, VaultTransport } from "./vault_transport.ts";

/** One version of a key of Vault's, which signs. */
export interface VaultKey {
  readonly reference: VaultKeyReference & { readonly version: number };
  readonly publicKey: PublicKey;
}

/** Where a key is, and what asks for it. */
export interface VaultAccess {
  readonly location: VaultLocation;
  readonly transport: VaultTransport;
}

const KeyAnswer = z.object({
  data: z.object({
    type: z.string(),
    derived: z.boolean(),
    latest_version: z.int().check(z.positive()),
    min_encryption_version: z.int().check(z.nonnegative()),
    // Keys of other types have times, or other halves.
    keys: z.record(z.string(), z.unknown()),
  }),
});

const KeyVersion = z.object({ public_key: z.string() });

/**
 * Reads the public half of a key: of its latest version, where the reference names none. Throws `invalid_key` for one
 * that is no plain Ed25519 key, `key_not_found`, `signer_refused` and `signer_unavailable`.
 */
export async function readVaultKey(
  { location: { url }, transport }: VaultAccess,
  reference: VaultKeyReference,
): Promise<VaultKey> {
  const { mount, name } = reference;
  const action = `open the key ${shownVaultKey(reference)}`;
  const document = await transport.send({ action, path: `${mount}/keys/${name}` });
  const answer = admit(KeyAnswer, document);
  if (answer === undefined) throw vaultUnavailable(url, "its answer is not about a key of transit");
  const { type, derived, latest_version, min_encryption_version, keys } = answer.data;
  if (type !== "ed25519") throw unfit(action, "it is no Ed25519 key");
  if (derived) throw unfit(action, "it is derived anew for each context");
  const version = reference.version ?? latest_version;
  const found = admit(KeyVersion, Object.hasOwn(keys, `${version}`) ? keys[version] : null);
  if (found === undefined) throw noVersion(action, version, Object.keys(keys));
  if (version < min_encryption_version) {
    throw tooOld(action, min_encryption_version);
  }
  return { reference: { ...reference, version }, publicKey: readPublicKey(found, url) };
}

/** Vault makes no weak key, nor one of another length. */
function readPublicKey({ public_key }: z.infer<typeof KeyVersion>, url: string): PublicKey {
  const bytes = decodeBase64(public_key);
  if (bytes === undefined) throw vaultUnavailable(url, "its public key is not in base64");
  try {
    return toPublicKey(bytes);
  } catch {
    throw vaultUnavailable(url, "its public key is no sound one of Ed25519");
  }
}

function unfit(action: string, state: string): CloacinaError {
  return new CloacinaError("invalid_key", `Cannot ${action}: ${state}`, {
    hint: "make one with `vault write -f MOUNT/keys/NAME type=ed25519`",
  });
}

function tooOld(action: string, oldest: number): CloacinaError {
  const state = `Vault signs with its version ${oldest} and later alone`;
  return new CloacinaError("signer_refused", `Cannot ${action}: ${state}`);
}

function noVersion(action: string, version: number, there: readonly string[]): CloacinaError {
  const state = `Vault has no version ${version} of it, or no longer`;
  const known = there.filter((name) => /^\d{1,9}$/.test(name));
  const hint = known.length === 0 ? undefined : `it has ${shortList(known)}`;
  return new CloacinaError("key_not_found", `Cannot ${action}: ${state}`, { hint });
}

function shortList(versions: readonly string[]): string {
  // Vault lists them as texts.
  const numbers = versions.map(Number).toSorted((one, other) => one - other);
  const [first, last] = [numbers[0], numbers.at(-1)];
  return first === last ? `version ${first}` : `versions ${first} to ${last}`;
}
