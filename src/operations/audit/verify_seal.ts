import { ed25519Verify } from "../../crypto/ed25519.ts";
import type { AuditSeal } from "../../domain/audit_seal.ts";
import type { TrustedKey } from "../../domain/trust.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { auditSealMessage } from "../../formats/audit/audit_seal.ts";

/**
 * Verifies a seal and returns the trusted key that signed it; `name` is its file. Throws `untrusted_signer` or
 * `invalid_signature`.
 */
export async function verifySeal(
  name: string,
  seal: AuditSeal,
  trusted: readonly TrustedKey[],
): Promise<TrustedKey> {
  const { keyFingerprint, signature } = seal;
  const key = trusted.find(({ publicKey }) => publicKey.fingerprint === keyFingerprint);
  if (key === undefined) {
    const message = `Cannot verify the seal ${
      quoted(name)
    }: its signer ${keyFingerprint} is not trusted`;
    throw new CloacinaError("untrusted_signer", message);
  }
  if (await ed25519Verify(key.publicKey.bytes, auditSealMessage(seal), signature)) return key;
  throw new CloacinaError(
    "invalid_signature",
    `Cannot verify the seal ${quoted(name)}: the signature is not valid under the signer's key`,
  );
}
