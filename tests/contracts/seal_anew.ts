import type { Bytes } from "../../src/crypto/bytes.ts";
import type { KeyId } from "../../src/domain/ids.ts";
import type { StoreWriter } from "../../src/store/store.ts";

/** Replaces the sealed seed of a key, whatever it is. Returns whether there is such a key. */
export async function sealAnew(
  writer: StoreWriter,
  id: KeyId,
  sealedSeed: Bytes,
): Promise<boolean> {
  const old = (await writer.signingKey(id))?.sealedSeed ?? new Uint8Array(60);
  return await writer.replaceSealedSeeds([{ id, old, sealedSeed }]) === 1;
}
