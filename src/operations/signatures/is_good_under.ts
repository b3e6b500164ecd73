import type { Bytes } from "../../crypto/bytes.ts";
import { ed25519Verify } from "../../crypto/ed25519.ts";
import { packageByHash, packageHashBytes } from "../../domain/package_hash.ts";
import type { StatedSignature } from "../../domain/stored_signature.ts";
import { statementRefusal } from "../package/statement_refusal.ts";
import { toSignature } from "./to_signature.ts";

/** Whether a stored signature holds under a key, and so does what it states, if that was looked up, at the time `now`. */
export async function isGoodUnder(key: Bytes, row: StatedSignature, now: Date): Promise<boolean> {
  const { packageHash: hash, signature } = row;
  if (!await ed25519Verify(key, packageHashBytes(hash), signature)) return false;
  const stated = { signature: toSignature(row), publicKey: { bytes: key }, now };
  return await statementRefusal(packageByHash(hash), stated) === null;
}
