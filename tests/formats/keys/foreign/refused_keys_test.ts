import assert from "node:assert/strict";
import {
  FROM_AGE,
  FROM_CERTIFICATE,
  FROM_DROPBEAR,
  FROM_JWE,
  FROM_KEYSTORE,
  FROM_OPENPGP,
  FROM_PKCS12,
  FROM_PUTTY,
  FROM_SSH2,
  GENERATE,
} from "../../../../src/formats/keys/foreign/hints.ts";
import { parsePrivateKey } from "../../../../src/formats/keys/private_key.ts";
import { parsePublicKeys } from "../../../../src/formats/keys/public_key.ts";
import { foreignKeyNames, readForeignKey } from "../../../testkit/foreign_keys.ts";

/** What every file of another tool that is refused is said to be, and the hint. */
const ROWS: readonly (readonly [file: string, state: string, hint?: string])[] = [
  ["age-1.1.1.armored", "it is a file that age encrypted", FROM_AGE],
  ["age-1.1.1.encrypted", "it is a file that age encrypted", FROM_AGE],
  ["age-1.1.1.identity", "it is an age identity, which decrypts and does not sign", GENERATE],
  ["age-1.1.1.recipient", "it is an age recipient, which encrypts and verifies no signature"],
  ["bind-9.18.49.key", "it is a DNSSEC public key, which cloacina does not read"],
  ["bind-9.18.49.private", "it is a DNSSEC private key, which cloacina does not read", GENERATE],
  ["dropbear-2022.83.key", "it is a Dropbear key", FROM_DROPBEAR],
  [
    "gnupg-2.2.40.agent.key",
    "it is a private key of GnuPG, which cloacina does not read",
    GENERATE,
  ],
  ["gnupg-2.2.40.kbx", "it is a GnuPG keybox", FROM_OPENPGP],
  ["gnupg-2.2.40.pub.asc", "it is an OpenPGP public key", FROM_OPENPGP],
  ["gnupg-2.2.40.pub.gpg", "it is an OpenPGP public key", FROM_OPENPGP],
  ["gnupg-2.2.40.sec.asc", "it is an OpenPGP private key, which cloacina does not read", GENERATE],
  ["gnupg-2.2.40.sec.gpg", "it is an OpenPGP private key, which cloacina does not read", GENERATE],
  [
    "go-note-0.31.0.key",
    "it is a private key of Go's note format, which cloacina does not read",
    GENERATE,
  ],
  ["go-note-0.31.0.pub", "it is a public key of Go's note format, which cloacina does not read"],
  ["jose-6.2.17.flattened.jwe", "it is an encrypted key (JWE)", FROM_JWE],
  ["jose-6.2.17.jwe", "it is an encrypted key (JWE)", FROM_JWE],
  ["libp2p-5.1.23.key", "it is a libp2p private key, which cloacina does not read", GENERATE],
  ["libp2p-5.1.23.pub", "it is a libp2p public key, which cloacina does not read"],
  ["nats-jwt-0.0.9.creds", "it is a NATS credentials file, which cloacina does not read", GENERATE],
  ["nkeys.js-1.1.0.pub", "it is a NATS public key, which cloacina does not read"],
  ["nkeys.js-1.1.0.seed", "it is a NATS seed, which cloacina does not read", GENERATE],
  ["openjdk-17.0.15.jceks", "it is a Java keystore (JCEKS)", FROM_KEYSTORE],
  ["openjdk-17.0.15.jks", "it is a Java keystore (JKS)", FROM_KEYSTORE],
  ["openjdk-17.0.15.p12", "it is a PKCS #12 file", FROM_PKCS12],
  ["openssl-3.0.22.dsa.old.pem", "it is a DSA private key, not an Ed25519 one", GENERATE],
  ["openssl-3.0.22.dsa.pem", "its algorithm is DSA, not Ed25519", GENERATE],
  ["openssl-3.0.22.dsa.pub.pem", "its algorithm is DSA, not Ed25519"],
  ["openssl-3.0.22.ec.old.der", "it is an elliptic-curve private key in its old form (SEC 1)"],
  ["openssl-3.0.22.ed448.pem", "its algorithm is Ed448, not Ed25519", GENERATE],
  ["openssl-3.0.22.p256.pem", "its algorithm is P-256, not Ed25519", GENERATE],
  ["openssl-3.0.22.p256.pub.der", "its algorithm is P-256, not Ed25519"],
  ["openssl-3.0.22.request.der", "it is a request for a certificate, not a key"],
  ["openssl-3.0.22.request.pem", "it is a request for a certificate, not a key"],
  ["openssl-3.0.22.rsa-certificate.pem", "its algorithm is RSA, not Ed25519"],
  ["openssl-3.0.22.rsa.old.der", "it is an RSA private or public key in its old form (PKCS #1)"],
  ["openssl-3.0.22.rsa.old.pem", "it is an RSA private key, not an Ed25519 one", GENERATE],
  ["openssl-3.0.22.trusted.pem", "it is a certificate with settings of OpenSSL", FROM_CERTIFICATE],
  ["openssl-3.0.22.x25519.pem", "its algorithm is X25519, not Ed25519", GENERATE],
  ["openssl-3.0.22.x25519.pub.pem", "its algorithm is X25519, not Ed25519"],
  ["paseto-3.1.4.public", "it is a public key of PASETO, which cloacina does not read"],
  ["paseto-3.1.4.secret", "it is a secret of PASETO, which cloacina does not read", GENERATE],
  ["putty-0.78.rsa.ppk", "it is a PuTTY key that is not Ed25519", GENERATE],
  ["putty-0.78.ssh2.pub", "it is a key in the form of SSH2 (RFC 4716)", FROM_SSH2],
  ["putty-0.78.sshcom", "it is a private key of SSH2, which cloacina does not read", GENERATE],
  ["putty-0.78.v2.ppk", "it is a PuTTY key", FROM_PUTTY],
  ["putty-0.78.v3.locked.ppk", "it is a PuTTY key", FROM_PUTTY],
  ["putty-0.78.v3.ppk", "it is a PuTTY key", FROM_PUTTY],
  [
    "securesystemslib-0.26.0.locked.key",
    "it is an encrypted key of securesystemslib, which cloacina does not read",
    GENERATE,
  ],
  ["signedjson-1.1.4.key", "it is a Matrix signing key, which cloacina does not read", GENERATE],
  [
    "solana-web3.js-1.99.0.array",
    "it is a Solana key pair, which cloacina does not read",
    GENERATE,
  ],
  ["stellar-13.1.0.pub", "it is a Stellar public key, which cloacina does not read"],
  ["stellar-13.1.0.seed", "it is a Stellar seed, which cloacina does not read", GENERATE],
  ["step-0.28.7.jwe", "it is an encrypted key (JWE)", FROM_JWE],
  ["tink-1.16.1.binary.keyset", "it is a Tink keyset, which cloacina does not read", GENERATE],
  [
    "tink-1.16.1.encrypted.keyset",
    "it is an encrypted Tink keyset, which cloacina does not read",
    GENERATE,
  ],
  ["tink-1.16.1.keyset", "it is a Tink keyset, which cloacina does not read", GENERATE],
];

Deno.test("every file of another tool that is refused has its row", async () => {
  assert.deepEqual(ROWS.map(([name]) => name), await foreignKeyNames("refused"));
});

for (const [name, state, hint] of ROWS) {
  Deno.test(`a key of another tool is refused as what it is: ${name}`, async () => {
    const file = await readForeignKey("refused", name);
    const message = `Cannot read the key "FILE": ${state}`;
    const refused = { code: "invalid_key", message, hint };
    await assert.rejects(parsePrivateKey(file, "FILE"), refused);
    await assert.rejects(parsePublicKeys(file, "FILE"), refused);
  });
}
