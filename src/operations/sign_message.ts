import type { Ed25519Signer } from "../crypto/ed25519.ts";

/** Signs a message, and verifies the signature before returning it, since a faulty signature could leak the key. */
export async function signMessage(
  signer: Ed25519Signer,
  message: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const signature = await signer.sign(message);
  if (await signer.verify(message, signature)) return signature;
  throw new Error("the fresh signature does not verify");
}
