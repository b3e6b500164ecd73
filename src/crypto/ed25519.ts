import { KeyObject, sign } from "node:crypto";
import { hasSmallOrder } from "./ed25519_points.ts";

/** Bytes of a seed and of a public key (RFC 8032, section 5.1.5). */
export const KEY_LENGTH = 32;

/** Bytes of a signature (RFC 8032, section 5.1.6). */
export const SIGNATURE_LENGTH = 64;

/** A signing key: its 32-byte public key, and pure Ed25519 over any message. */
export interface Ed25519Signer {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly sign: (message: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
  readonly verify: Ed25519Verifier;
}

/** Verifies the signatures of one public key, as `ed25519Verify` does. */
export type Ed25519Verifier = (
  message: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

/** The bytes before the seed in a version 1 PKCS #8 key (RFC 8410, section 7), the only form that importKey accepts. */
export const PLAIN_PKCS8 = Uint8Array.fromHex("302e020100300506032b657004220420");

/**
 * Imports a 32-byte seed and derives its public key. The caller wipes the seed. Throws RangeError if it has another
 * length.
 */
export async function ed25519Signer(seed: Uint8Array): Promise<Ed25519Signer> {
  if (seed.length !== KEY_LENGTH) throw new RangeError(`a seed has ${KEY_LENGTH} bytes`);
  const pkcs8 = new Uint8Array([...PLAIN_PKCS8, ...seed]);
  // Extractable, because Web Crypto gives the public key of a private key only as part of its JWK.
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"])
    .finally(() => pkcs8.fill(0));
  const { x } = await crypto.subtle.exportKey("jwk", key);
  const publicKey = Uint8Array.fromBase64(x!, { alphabet: "base64url" });
  // Web Crypto hands each message to another thread, which costs as much as the signature.
  const own = KeyObject.from(key);
  return {
    publicKey,
    verify: ed25519Verifier(publicKey),
    sign: (message) => Promise.resolve(new Uint8Array(sign(null, message, own))),
  };
}

/** Verifies a signature under a public key. Never throws. `ed25519Verifier` says how strictly. */
export async function ed25519Verify(
  publicKey: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return await ed25519Verifier(publicKey)(message, signature);
}

/** Checks S < L and the equation of the signatures of one public key, and nothing else. */
export type EquationOf = (publicKey: Uint8Array<ArrayBuffer>) => Ed25519Verifier;

/**
 * Verifies a signature as strictly as `verify_strict` of ed25519-dalek: 32 and 64 bytes, S < L, neither public key nor
 * R of small order, and the equation without the cofactor. Returns false for any other input, and never throws. The public
 * key, which must not change, is imported once. A browser may have no Ed25519: a page brings an equation of its own.
 */
export function ed25519Verifier(
  publicKey: Uint8Array<ArrayBuffer>,
  equationOf: EquationOf = webCryptoEquation,
): Ed25519Verifier {
  const isUsable = publicKey.length === KEY_LENGTH && !hasSmallOrder(publicKey);
  const holds = equationOf(publicKey);
  return async (message, signature) => {
    if (!isUsable || signature.length !== SIGNATURE_LENGTH) return false;
    if (hasSmallOrder(signature.subarray(0, KEY_LENGTH))) return false;
    return await holds(message, signature);
  };
}

function webCryptoEquation(publicKey: Uint8Array<ArrayBuffer>): Ed25519Verifier {
  let key: Promise<CryptoKey> | undefined;
  return async (message, signature) => {
    key ??= crypto.subtle.importKey("raw", publicKey, "Ed25519", true, ["verify"]);
    return await crypto.subtle.verify("Ed25519", await key, signature, message);
  };
}
