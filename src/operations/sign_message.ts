import { type Ed25519Signer, ed25519Verify } from "../crypto/ed25519.ts";

/** Signs a message, and verifies the signature before returning it, since a faulty signature could leak the key. */
export async function signMessage(
  signer: Ed25519Signer,
  message: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const signature = await signer.sign(message);
  if (await ed25519Verify(signer.publicKey, message, signature)) return signature;
  throw new Error("the fresh signature does not verify");
}
