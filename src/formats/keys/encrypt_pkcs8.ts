import { type BaseBlock, Integer, Null, ObjectIdentifier, OctetString, Sequence } from "asn1js";
import { AES_BLOCK_LENGTH, aesCbcEncrypt } from "../../crypto/aes_cbc.ts";
import { pbkdf2Key, scryptKey } from "../../crypto/key_derivation.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { AES_256_CBC, HMAC_SHA256, PBES2, PBKDF2, SCRYPT } from "./pbes2_algorithms.ts";
import type { RandomBytes } from "../random_bytes.ts";

/** How a passphrase is turned into a key: scrypt, or PBKDF2 for programs that do not know scrypt. */
export type Derivation = "scrypt" | "pbkdf2";

/** A passphrase in bytes, which the caller wipes, and how it is turned into a key. */
interface Protection {
  readonly passphrase: Bytes;
  readonly derivation: Derivation;
}

/** The highest cost that `openssl` accepts: it refuses scrypt above 32 MiB, so p makes up for N. */
const COST = { N: 2 ** 14, r: 8, p: 5 } as const;

/** What OWASP's Password Storage Cheat Sheet asks for with HMAC-SHA-256. */
const ITERATIONS = 600_000;

const SALT_LENGTH = 16;

const AES_256_KEY_LENGTH = 32;

/**
 * Encrypts a PKCS #8 key with a passphrase, as an EncryptedPrivateKeyInfo: PBES2 with AES-256-CBC, and scrypt or PBKDF2
 * with HMAC-SHA-256 (RFC 8018, section 6.2). The passphrase may be empty, as `openssl` allows. The caller wipes both.
 */
export async function encryptPkcs8(
  pkcs8: Bytes,
  { passphrase, derivation }: Protection,
  random: RandomBytes,
): Promise<Bytes> {
  const salt = random(SALT_LENGTH);
  const iv = random(AES_BLOCK_LENGTH);
  const { deriveKey, parameters } = KDFS[derivation];
  const key = await deriveKey(passphrase, salt);
  const ciphertext = await aesCbcEncrypt(key, iv, pkcs8).finally(() => key.fill(0));
  const encryption = algorithm(AES_256_CBC, octets(iv));
  const scheme = algorithm(PBES2, sequence(parameters(salt), encryption));
  return new Uint8Array(sequence(scheme, octets(ciphertext)).toBER());
}

/** How each derivation is computed, and its AlgorithmIdentifier. */
interface Kdf {
  readonly deriveKey: (passphrase: Bytes, salt: Bytes) => Promise<Bytes>;
  readonly parameters: (salt: Bytes) => BaseBlock;
}

const KDFS: Readonly<Record<Derivation, Kdf>> = {
  scrypt: {
    deriveKey: (passphrase, salt) =>
      scryptKey(passphrase, { salt, cost: COST }, AES_256_KEY_LENGTH),
    parameters: (salt) => {
      const costs = [COST.N, COST.r, COST.p].map((value) => new Integer({ value }));
      return algorithm(SCRYPT, sequence(octets(salt), ...costs));
    },
  },
  pbkdf2: {
    deriveKey: (passphrase, salt) => {
      const parameters = { salt, iterations: ITERATIONS, digest: "sha256" } as const;
      return pbkdf2Key(passphrase, parameters, AES_256_KEY_LENGTH);
    },
    parameters: (salt) => {
      const digest = algorithm(HMAC_SHA256, new Null());
      return algorithm(PBKDF2, sequence(octets(salt), new Integer({ value: ITERATIONS }), digest));
    },
  },
};

function algorithm(identifier: string, parameters: BaseBlock): BaseBlock {
  return sequence(new ObjectIdentifier({ value: identifier }), parameters);
}

function sequence(...value: BaseBlock[]): BaseBlock {
  return new Sequence({ value });
}

function octets(valueHex: Bytes): BaseBlock {
  return new OctetString({ valueHex });
}
