import { CloacinaError } from "../errors.ts";
import type { Signer } from "./signer.ts";

/**
 * Signs a message, and verifies the signature before returning it: a faulty one could leak the key, and a program that
 * keeps the key may lie. Throws `signer_unavailable` for such a program's, and what the signer throws.
 */
export async function signMessage(
  signer: Signer,
  message: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const signature = await signer.sign(message);
  if (await signer.verify(message, signature)) return signature;
  throw isOurs(signer) ? new Error("the fresh signature does not verify") : lie(signer);
}

function isOurs({ kind }: Signer): boolean {
  return kind === "file" || kind === "store";
}

function lie({ kind, fingerprint }: Signer): CloacinaError {
  const state = `the ${kind} answered with what is no signature by it`;
  return new CloacinaError(
    "signer_unavailable",
    `Cannot sign with the key ${fingerprint}: ${state}`,
  );
}
