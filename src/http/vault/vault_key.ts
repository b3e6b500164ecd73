import * as z from "zod/mini";
import { type PublicKey, toPublicKey } from "../../domain/public_key.ts";
import { shownVaultKey, type VaultKeyReference } from "../../domain/vault_key.ts";
import { CloacinaError } from "../../errors.ts";
import { decodeBase64 } from "../../formats/base64.ts";
import { vaultRefusal, vaultUnavailable } from "./vault_error.ts";
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
 * Reads the public half of a key: of its latest version, where the reference names none. Throws `key_not_found`,
 * `signer_refused` for a key that cannot sign so, and `signer_unavailable`.
 */
export async function readVaultKey(
  { location: { url, token }, transport }: VaultAccess,
  reference: VaultKeyReference,
): Promise<VaultKey> {
  const { mount, name } = reference;
  const action = `open the key ${shownVaultKey(reference)}`;
  const answer = await transport.send(`${mount}/keys/${name}`);
  if (answer.status !== 200) throw vaultRefusal({ action, url, token }, answer);
  const { success, data: read } = KeyAnswer.safeParse(answer.document);
  if (!success) throw vaultUnavailable(url, "its answer is not about a key of transit");
  const { type, derived, latest_version, min_encryption_version, keys } = read.data;
  if (type !== "ed25519") throw unfit(action, "it is no Ed25519 key", ONLY_ED25519);
  if (derived) throw unfit(action, "it is derived anew for each context", ONLY_ED25519);
  const version = reference.version ?? latest_version;
  const found = KeyVersion.safeParse(Object.hasOwn(keys, `${version}`) ? keys[version] : null);
  if (!found.success) throw noVersion(action, version, Object.keys(keys));
  if (version < min_encryption_version) {
    throw unfit(action, `Vault signs with its version ${min_encryption_version} and later alone`);
  }
  return { reference: { ...reference, version }, publicKey: readPublicKey(found.data, url) };
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

const ONLY_ED25519 = "make one with `vault write -f MOUNT/keys/NAME type=ed25519`";

function unfit(action: string, state: string, hint?: string): CloacinaError {
  return new CloacinaError("signer_refused", `Cannot ${action}: ${state}`, { hint });
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
