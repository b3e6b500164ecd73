import { exactId, isMeant, type KeyReference, referenceToId } from "../../domain/key_reference.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import { CloacinaError } from "../../errors.ts";
import type { Operations } from "../../operations/operations.ts";
import { shownKey } from "./sound_key.ts";

type Ask = Pick<Operations["keys"], "lookUp">;

/** The same request, referring to the key by its ID: any other reference is looked up first. */
export async function referringById<Request extends { readonly reference: KeyReference }>(
  ask: Ask,
  request: Request,
): Promise<Request> {
  const { reference } = request;
  const id = exactId(reference.text) ?? (await lookUpKey(ask, reference)).id;
  return { ...request, reference: { ...reference, text: referenceToId(id) } };
}

/**
 * Finds the key of a reference on a server. Throws the server's errors, and `key_integrity` if the answer is another
 * key.
 */
export async function lookUpKey(ask: Ask, reference: KeyReference): Promise<SigningKeyInfo> {
  const key = await ask.lookUp(reference);
  requireMeant(key, reference);
  return await shownKey(key);
}

/** Requires that a server's key matches the reference. Throws `key_integrity`. */
export function requireMeant(key: SigningKeyInfo, reference: KeyReference): void {
  const { fingerprint } = key.publicKey;
  if (!isMeant(reference, { ...key, fingerprint })) throw notMeant(key);
}

/** The `key_integrity` for a key from a server that does not match the reference. */
export function notMeant({ publicKey }: { readonly publicKey: PublicKey }): CloacinaError {
  const state = "it is not the one that was asked for";
  return new CloacinaError(
    "key_integrity",
    `Cannot accept the key ${publicKey.fingerprint} from the server: ${state}`,
  );
}
