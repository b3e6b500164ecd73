import { SigningKey } from "../../contract/records.ts";
import type { KeyId } from "../../domain/ids.ts";
import { exactId, isMeant, type KeyReference } from "../../domain/key_reference.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import { CloacinaError } from "../../errors.ts";
import type { Transport } from "./client_transport.ts";
import { PATHS } from "../wire.ts";
import { shownKey } from "./sound_key.ts";

/** How a request names a key: by its id, which is looked up where a word was given. The server reads it in every way. */
export async function keyOf(
  transport: Transport,
  reference: KeyReference,
): Promise<{ params: { key_id: KeyId }; query: { org_id: KeyReference["orgId"] } }> {
  const { text, orgId } = reference;
  const id = exactId(text) ?? (await lookUpKey(transport, reference)).id;
  return { params: { key_id: id }, query: { org_id: orgId } };
}

/** The key that is meant, as a server has it. Throws the server's own errors, and `key_integrity` for another key. */
export async function lookUpKey(
  { send }: Transport,
  { text, orgId }: KeyReference,
): Promise<SigningKeyInfo> {
  const key = await send({
    method: "GET",
    path: PATHS.lookup,
    query: { reference: text, org_id: orgId },
    answer: SigningKey,
  });
  requireMeant(key, { text, orgId });
  return await shownKey(key);
}

/** A server gave a key that it was asked for. Throws `key_integrity`. */
function requireMeant(key: SigningKeyInfo, reference: KeyReference): void {
  const { fingerprint } = key.publicKey;
  if (!isMeant(reference, { ...key, fingerprint })) throw notMeant(key);
}

/** The `key_integrity` of a key that nobody asked a server for. */
export function notMeant({ publicKey }: { readonly publicKey: PublicKey }): CloacinaError {
  const state = "the server sent it for another one";
  return new CloacinaError(
    "key_integrity",
    `Cannot use the key ${publicKey.fingerprint}: ${state}`,
  );
}
