import { ed25519Verify } from "../../crypto/ed25519.ts";
import type { AuditSeal } from "../../domain/audit_seal.ts";
import { invalidSignature, requireTrustedKey, type TrustedKey } from "../../domain/trust.ts";
import { quoted } from "../../domain/quoted.ts";
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
  const named = { name: `the seal ${quoted(name)}` };
  const key = requireTrustedKey(seal, named, trusted);
  if (await ed25519Verify(key.publicKey.bytes, auditSealMessage(seal), seal.signature)) return key;
  throw invalidSignature(named.name);
}
