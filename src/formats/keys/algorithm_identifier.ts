import type { DerValue } from "./der.ts";
import { isObjectIdentifier, sequenceFields } from "./der_fields.ts";
import { invalidKey } from "./invalid_key.ts";

/** Ed25519, as a key's algorithm (RFC 8410, section 3). */
const ED25519 = "1.3.101.112";

/** Names of other algorithms; a curve precedes the algorithm that it is a parameter of. */
const OTHERS: Readonly<Record<string, string>> = {
  "1.2.840.10045.3.1.7": "P-256",
  "1.3.132.0.34": "P-384",
  "1.3.132.0.35": "P-521",
  "1.3.132.0.10": "secp256k1",
  "1.2.840.10045.2.1": "ECDSA",
  "1.2.840.113549.1.1.1": "RSA",
  "1.2.840.113549.1.1.10": "RSA-PSS",
  "1.2.840.10040.4.1": "DSA",
  "1.2.840.113549.1.3.1": "Diffie-Hellman",
  "1.3.101.110": "X25519",
  "1.3.101.111": "X448",
  "1.3.101.113": "Ed448",
  "2.16.840.1.101.3.4.3.17": "ML-DSA-44",
  "2.16.840.1.101.3.4.3.18": "ML-DSA-65",
  "2.16.840.1.101.3.4.3.19": "ML-DSA-87",
};

/**
 * Requires the AlgorithmIdentifier of Ed25519. Throws `invalid_key`, which names any other algorithm and has `hint`, or
 * SyntaxError.
 */
export function requireEd25519(identifier: DerValue | undefined, hint?: string): void {
  const fields = sequenceFields(identifier);
  const name = Object.entries(OTHERS).find(([dotted]) => includes(fields, dotted))?.[1];
  if (name !== undefined) throw invalidKey(`its algorithm is ${name}, not Ed25519`, { hint });
  if (!includes(fields, ED25519)) throw invalidKey("its algorithm is not Ed25519");
  // RFC 8410, section 3: the parameters must be absent.
  if (fields.length !== 1) throw invalidKey("its algorithm has parameters, and Ed25519 has none");
}

function includes(fields: readonly DerValue[], dotted: string): boolean {
  return fields.some((field) => isObjectIdentifier(field, dotted));
}
