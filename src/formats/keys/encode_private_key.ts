import type { Bytes } from "../../crypto/bytes.ts";
import { PLAIN_PKCS8 } from "../../crypto/ed25519.ts";
import { concatBytes } from "../bytes.ts";
import { writeJwk } from "./jwk.ts";
import type { Derivation } from "./encrypt_pkcs8.ts";
import type { KeyFormat } from "./key_formats.ts";
import { writePem } from "./pem.ts";
import type { PrivateKey } from "./private_key.ts";
import type { RandomBytes } from "../random_bytes.ts";
import { writeOpenSsh } from "./write_openssh.ts";

/** The key pair to encode. */
interface KeyPair extends Pick<PrivateKey, "seed" | "publicKey"> {
  /** What agents call it; of these formats, OpenSSH's alone has room for it. */
  readonly comment?: string;
}

/**
 * Encodes a private key as a file, unencrypted: PKCS #8 version 1 in PEM or DER, 32 raw bytes, a JWK, or an `OPENSSH
 * PRIVATE KEY`, the only format that uses `random`. The caller wipes the result.
 */
export function encodePrivateKey(
  { seed, publicKey, comment = "" }: KeyPair,
  format: KeyFormat,
  random: RandomBytes,
): Bytes {
  switch (format) {
    case "raw":
      return seed.slice();
    case "der":
      return concatBytes(PLAIN_PKCS8, seed);
    case "pem":
      return pem("PRIVATE KEY", concatBytes(PLAIN_PKCS8, seed));
    case "jwk":
      return utf8(writeJwk({ publicKey: publicKey.bytes, seed }));
    case "ssh":
      return pem(
        "OPENSSH PRIVATE KEY",
        writeOpenSsh({ seed, publicKey: publicKey.bytes, comment }, random),
        70,
      );
  }
}

/** A passphrase, and how it is turned into a key: by scrypt unless the file is for a program that does not know it. */
interface Protection {
  readonly passphrase: string;
  readonly derivation: Derivation;
}

/**
 * Encodes a seed as an encrypted PKCS #8 PEM, which `openssl pkey` reads. The passphrase is encoded as UTF-8, without
 * normalisation, and may be empty.
 */
export async function encodeEncryptedPrivateKey(
  seed: Bytes,
  { passphrase, derivation }: Protection,
  random: RandomBytes,
): Promise<Bytes> {
  const { encryptPkcs8 } = await import("./encrypt_pkcs8.ts");
  const [pkcs8, bytes] = [concatBytes(PLAIN_PKCS8, seed), utf8(passphrase)];
  try {
    const protection = { passphrase: bytes, derivation };
    return utf8(writePem("ENCRYPTED PRIVATE KEY", await encryptPkcs8(pkcs8, protection, random)));
  } finally {
    [pkcs8, bytes].forEach((secret) => secret.fill(0));
  }
}

/** Encodes a PEM block, and wipes `content`. */
function pem(label: string, content: Bytes, lineLength?: 64 | 70): Bytes {
  const text = writePem(label, content, lineLength);
  content.fill(0);
  return utf8(text);
}

function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}
