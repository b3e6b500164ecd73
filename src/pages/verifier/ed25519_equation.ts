import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { type Ed25519Verifier, ed25519Verifier, type EquationOf } from "../../crypto/ed25519.ts";

/** A public key, a message and its signature (RFC 8032, section 7.1, TEST 2). */
const KNOWN = {
  publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
  message: "72",
  signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
};

let native: Promise<boolean> | undefined;

/** A verifier of one public key, as strict as that of the program, also where the browser has no Ed25519. */
export async function verifierOf(publicKey: Uint8Array<ArrayBuffer>): Promise<Ed25519Verifier> {
  native ??= hasEd25519();
  return await native ? ed25519Verifier(publicKey) : ed25519Verifier(publicKey, nobleEquation);
}

const { Point } = ed25519;

/**
 * The equation without the browser: S < L, and R is the encoding of [S]B - [k]A (RFC 8032, section 5.1.7). Not by the
 * library's own `verify`, which multiplies both sides by the cofactor, and so takes what the program refuses.
 */
export const nobleEquation: EquationOf = (publicKey) => (message, signature) => {
  const [r, s] = [signature.subarray(0, 32), toNumber(signature.subarray(32))];
  if (s >= Point.Fn.ORDER) return Promise.resolve(false);
  const k = toNumber(sha512(new Uint8Array([...r, ...publicKey, ...message]))) % Point.Fn.ORDER;
  const right = pointOf(publicKey)?.multiplyUnsafe(k);
  const expected = right && Point.BASE.multiplyUnsafe(s).subtract(right).toBytes();
  return Promise.resolve(expected?.toHex() === r.toHex());
};

function pointOf(encoding: Uint8Array) {
  try {
    return Point.fromBytes(encoding);
  } catch {
    return undefined;
  }
}

/** A number of little-endian bytes. */
function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytes.toReversed().toHex()}`);
}

/** A browser without Ed25519 throws, and one whose Ed25519 is no good is not asked either. */
async function hasEd25519(): Promise<boolean> {
  const bytes = (hex: string) => Uint8Array.fromHex(hex);
  try {
    const verify = ed25519Verifier(bytes(KNOWN.publicKey));
    return await verify(bytes(KNOWN.message), bytes(KNOWN.signature)) &&
      !await verify(bytes("73"), bytes(KNOWN.signature));
  } catch {
    return false;
  }
}
