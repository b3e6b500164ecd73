import type { CloacinaError } from "../../../errors.ts";
import { invalidKey } from "../invalid_key.ts";
import { FROM_AGE, FROM_CERTIFICATE, FROM_OPENPGP, GENERATE } from "./hints.ts";

/** Labels of PEM that are known and not supported: what such a block has, and hints. */
const KINDS: Readonly<Record<string, readonly [kind: string, hint?: string]>> = {
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

/** The `invalid_key` for a PEM block with an unsupported label, which names its content if it is known. */
export function refusedLabel(label: string): CloacinaError {
  const row = Object.hasOwn(KINDS, label) ? KINDS[label] : undefined;
  const [kind, hint] = row ?? ["PEM with an unknown label"];
  return invalidKey(`it is ${kind}`, { hint });
}
