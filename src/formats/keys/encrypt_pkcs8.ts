import { type BaseBlock, Integer, ObjectIdentifier, OctetString, Sequence } from "asn1js";
import { AES_BLOCK_LENGTH, aesCbcEncrypt } from "../../crypto/aes_cbc.ts";
import { scryptKey } from "../../crypto/key_derivation.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { AES_256_CBC, PBES2, SCRYPT } from "./pbes2_algorithms.ts";
import type { RandomBytes } from "../random_bytes.ts";

/** The highest cost that `openssl` accepts: it refuses scrypt above 32 MiB, so p makes up for N. */
const COST = { N: 2 ** 14, r: 8, p: 5 } as const;

const SALT_LENGTH = 16;

const AES_256_KEY_LENGTH = 32;

/**
 * Encrypts a PKCS #8 key with a passphrase, as an EncryptedPrivateKeyInfo: PBES2 with scrypt and AES-256-CBC (RFC 8018,
 * section 6.2). The passphrase may be empty, as `openssl` allows. The caller wipes both.
 */
export async function encryptPkcs8(
  pkcs8: Bytes,
  passphrase: Bytes,
  random: RandomBytes,
): Promise<Bytes> {
  const salt = random(SALT_LENGTH);
  const iv = random(AES_BLOCK_LENGTH);
  const key = await scryptKey(passphrase, { salt, cost: COST }, AES_256_KEY_LENGTH);
  const ciphertext = await aesCbcEncrypt(key, iv, pkcs8).finally(() => key.fill(0));
  return new Uint8Array(sequence(pbes2(salt, iv), octets(ciphertext)).toBER());
}

function pbes2(salt: Bytes, iv: Bytes): BaseBlock {
  const costs = [COST.N, COST.r, COST.p].map((value) => new Integer({ value }));
  const derivation = algorithm(SCRYPT, sequence(octets(salt), ...costs));
  return algorithm(PBES2, sequence(derivation, algorithm(AES_256_CBC, octets(iv))));
}

function algorithm(identifier: string, parameters: BaseBlock): BaseBlock {
  return sequence(new ObjectIdentifier({ value: identifier }), parameters);
}

function sequence(...value: BaseBlock[]): BaseBlock {
  return new Sequence({ value });
}

function octets(valueHex: Bytes): BaseBlock {
  return new OctetString({ valueHex });
}
