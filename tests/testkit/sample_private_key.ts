import assert from "node:assert/strict";
import { parsePrivateKey, type PrivateKey } from "../../src/formats/keys/private_key.ts";
import { SEED } from "./sample_keys.ts";

/** The sample key, ready for use. */
export async function samplePrivateKey(): Promise<PrivateKey> {
  return await openPrivateKey(Uint8Array.fromHex(SEED));
}

/** The private key of a file, which must not be locked. */
export async function openPrivateKey(file: Uint8Array): Promise<PrivateKey> {
  const key = await parsePrivateKey(file, "FILE");
  assert.ok(!key.locked);
  return key;
}

/** A private key of a file, unlocked; it must be locked. */
export async function unlockPrivateKey(file: Uint8Array, passphrase: string): Promise<PrivateKey> {
  const key = await parsePrivateKey(file, "FILE");
  assert.ok(key.locked);
  return await key.unlock(passphrase);
}

/** Unpredictable bytes, as the tool takes them. */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}
