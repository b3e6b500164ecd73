import { ed25519Signer, KEY_LENGTH } from "../../crypto/ed25519.ts";
import { unseal } from "../../crypto/sealing.ts";
import { faultOf } from "../../domain/key_fault.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { equalBytes } from "../../formats/bytes.ts";
import type { StoreReader } from "../../store/store.ts";
import { keyIntegrity } from "../keys/key_integrity.ts";
import { whyClosed } from "./fitting.ts";

/**
 * Decrypts a key's seed, which the caller wipes, and checks that it matches the row, since encryption does not bind it
 * to one. Throws `wrong_master_key`, and `key_integrity` for a damaged or inconsistent row.
 */
export async function openSeed(
  reader: StoreReader,
  key: SigningKeyRecord,
  masterKey: Bytes,
): Promise<Bytes> {
  const seed = await unseal(masterKey, key.sealedSeed);
  if (seed === null) throw await whyClosed(reader, key, masterKey);
  const fault = await seedFaultOf(key, seed);
  if (fault === null) return seed;
  seed.fill(0);
  throw keyIntegrity(key, fault);
}

/** Describes how a row and its decrypted seed disagree, or null. */
export async function seedFaultOf(key: SigningKeyRecord, seed: Bytes): Promise<string | null> {
  if (seed.length !== KEY_LENGTH) return `its private key is not ${KEY_LENGTH} bytes`;
  const { publicKey } = await ed25519Signer(seed);
  if (!equalBytes(publicKey, key.publicKey)) return "its public key is not that of its private key";
  return faultOf(key);
}
