import { exactId, isMeant, type KeyReference, referenceToId } from "../../domain/key_reference.ts";
import { type Damaged, fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import type { KeyId } from "../../domain/ids.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import { CloacinaError } from "../../errors.ts";
import type { Operations } from "../../operations/operations.ts";
import { keyIntegrity } from "../../operations/keys/key_integrity.ts";
import { storedKey } from "./sound_key.ts";

type Ask = Pick<Operations["keys"], "lookUp">;

/** The same request, referring to the key by its ID: any other reference is looked up first. */
export async function referringById<Request extends { readonly reference: KeyReference }>(
  ask: Ask,
  request: Request,
): Promise<Request> {
  const { reference } = request;
  const id = exactId(reference.text) ?? idOf(await lookUpKey(ask, reference));
  return { ...request, reference: { ...reference, text: referenceToId(id) } };
}

/**
 * Finds the key of a reference on a server. Throws the server's errors, and `key_integrity` if the answer is another
 * key.
 */
export async function lookUpKey(
  ask: Ask,
  reference: KeyReference,
): Promise<Stored<SigningKeyInfo>> {
  const key = await ask.lookUp(reference);
  requireMeant(key, reference);
  return storedKey(key);
}

/**
 * Requires that a server's key matches the reference; a damaged one, which is only shown and revoked, by its ID if the
 * reference is one. Throws `key_integrity`.
 */
export function requireMeant(key: Stored<SigningKeyInfo>, reference: KeyReference): void {
  if (isDamaged(key)) {
    const id = exactId(reference.text);
    if (id !== undefined && key.intact.id !== id) throw notMeant(key.intact);
    return;
  }
  const { fingerprint } = key.publicKey;
  if (!isMeant(reference, { ...key, fingerprint })) throw notMeant(key);
}

/** The `key_integrity` for a key from a server that does not match the reference. */
export function notMeant(
  { publicKey }: { readonly publicKey?: Partial<PublicKey> | undefined },
): CloacinaError {
  const fingerprint = publicKey?.fingerprint ?? "without a fingerprint";
  const state = "it is not the one that was asked for";
  return new CloacinaError(
    "key_integrity",
    `Cannot accept the key ${fingerprint} from the server: ${state}`,
  );
}

/** The `key_integrity` for a key whose row the server calls damaged. */
export function damagedKey({ fault, intact }: Damaged<SigningKeyInfo>): CloacinaError {
  return keyIntegrity(intact, fault);
}

function idOf(key: Stored<SigningKeyInfo>): KeyId {
  const { id } = fieldsOf(key);
  if (id === undefined && isDamaged(key)) throw damagedKey(key);
  return id!;
}
