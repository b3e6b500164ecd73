import { FROM_AGE, FROM_CERTIFICATE, FROM_OPENPGP, GENERATE } from "./foreign/hints.ts";
import { invalidKey } from "./invalid_key.ts";

/** The content of a PEM block according to its label. */
export type PemContent = "pkcs8" | "encrypted_pkcs8" | "openssh" | "spki" | "certificate";

/** Supported labels (RFC 7468, sections 10, 11 and 13; OpenSSH, PROTOCOL.key). */
const CONTENTS: Readonly<Record<string, PemContent>> = {
  "PRIVATE KEY": "pkcs8",
  "ENCRYPTED PRIVATE KEY": "encrypted_pkcs8",
  "OPENSSH PRIVATE KEY": "openssh",
  "PUBLIC KEY": "spki",
  "CERTIFICATE": "certificate",
  "X509 CERTIFICATE": "certificate",
};

/** Known labels that are not supported: what they contain, and hints. */
const REFUSED: Readonly<Record<string, readonly [kind: string, hint?: string]>> = {
  "RSA PRIVATE KEY": ["an RSA private key, not an Ed25519 one", GENERATE],
  "RSA PUBLIC KEY": ["an RSA public key, not an Ed25519 one"],
  "EC PRIVATE KEY": ["an elliptic-curve private key, not an Ed25519 one", GENERATE],
  "EC PARAMETERS": ["the parameters of an elliptic-curve key, not an Ed25519 key", GENERATE],
  "DSA PRIVATE KEY": ["a DSA private key, not an Ed25519 one", GENERATE],
  "DH PARAMETERS": ["Diffie-Hellman parameters, not a key"],
  "TRUSTED CERTIFICATE": ["a certificate with settings of OpenSSL", FROM_CERTIFICATE],
  "CERTIFICATE REQUEST": ["a request for a certificate, not a key"],
  "NEW CERTIFICATE REQUEST": ["a request for a certificate, not a key"],
  "X509 CRL": ["a list of revoked certificates, not a key"],
  "PKCS7": ["a PKCS #7 message, not a key"],
  "CMS": ["a CMS message, not a key"],
  "PGP PRIVATE KEY BLOCK": ["an OpenPGP private key, which cloacina does not read", GENERATE],
  "PGP PUBLIC KEY BLOCK": ["an OpenPGP public key", FROM_OPENPGP],
  "PGP MESSAGE": ["an OpenPGP message, not a key"],
  "PGP SIGNATURE": ["an OpenPGP signature, not a key"],
  "AGE ENCRYPTED FILE": ["a file that age encrypted", FROM_AGE],
  "USER NKEY SEED": ["a NATS seed, which cloacina does not read", GENERATE],
  "TSS2 PRIVATE KEY": ["a key in a TPM, which cloacina does not read", GENERATE],
  "OPENVPN STATIC KEY V1": ["a secret of OpenVPN, not a key pair", GENERATE],
  "SSH SIGNATURE": ["an OpenSSH signature, not a key"],
  "ENCRYPTED SIGSTORE PRIVATE KEY": [
    "a cosign private key, which cloacina does not read",
    GENERATE,
  ],
  "ENCRYPTED COSIGN PRIVATE KEY": [
    "a cosign private key, which cloacina does not read",
    GENERATE,
  ],
};

/** Labels of what a file may have beside a private key, and of which no key is read then. */
const WITHOUT_KEY = [
  "CERTIFICATE",
  "TRUSTED CERTIFICATE",
  "X509 CERTIFICATE",
  "CERTIFICATE REQUEST",
  "NEW CERTIFICATE REQUEST",
  "X509 CRL",
  "PKCS7",
  "CMS",
  "DH PARAMETERS",
];

/**
 * The content of a PEM block with this label. Throws `invalid_key` for an unsupported label, and names its content if
 * it is known.
 */
export function pemContent(label: string): PemContent {
  if (Object.hasOwn(CONTENTS, label)) return CONTENTS[label]!;
  const [kind, hint] = (Object.hasOwn(REFUSED, label) ? REFUSED[label] : undefined) ??
    ["PEM with an unknown label"];
  throw invalidKey(`it is ${kind}`, { hint });
}

/** Whether a PEM block with this label is a private key, of whatever kind. */
export function mayBePrivate(label: string): boolean {
  return label.includes("PRIVATE KEY");
}

/** Whether a PEM block with this label has no key of its own beside a private one. */
export function hasNoKey(label: string): boolean {
  return WITHOUT_KEY.includes(label);
}
