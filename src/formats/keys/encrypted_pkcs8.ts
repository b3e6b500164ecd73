import { AES_BLOCK_LENGTH, aesCbcDecrypt } from "../../crypto/aes_cbc.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { type DerValue, readDer } from "./der.ts";
import { octets, sequenceFields } from "./der_fields.ts";
import { invalidKey } from "./invalid_key.ts";
import type { LockedKeyHalves } from "./key_halves.ts";
import { KEY_LENGTHS, lookUp, PBES2 } from "./pbes2_algorithms.ts";
import { type DeriveKey, readDerivation } from "./pbes2_derivation.ts";
import { readPkcs8 } from "./pkcs8.ts";
import { unlock } from "./unlock.ts";

/** Supported schemes. Those before PBES2 are refused by name. */
const SCHEMES = { [PBES2]: "PBES2" };

/** A parsed encrypted PKCS #8 key, not yet decrypted. It holds copies. */
interface EncryptedPkcs8 {
  readonly deriveKey: DeriveKey;
  readonly iv: Bytes;
  readonly ciphertext: Bytes;
}

/**
 * Parses an EncryptedPrivateKeyInfo with PBES2 (RFC 8018, section 6.2). Throws SyntaxError, or `invalid_key`, which
 * names an unsupported algorithm.
 */
function readEncryptedPkcs8(der: Bytes): EncryptedPkcs8 {
  const [algorithm, ciphertext] = sequenceFields(readDer(der), 2, 2);
  const [scheme, parameters] = sequenceFields(algorithm, 1, 2);
  lookUp(SCHEMES, scheme);
  const [derivation, encryption] = sequenceFields(parameters, 2, 2);
  const [cipher, iv] = sequenceFields(encryption, 1, 2);
  const keyLength = lookUp(KEY_LENGTHS, cipher);
  return {
    deriveKey: readDerivation(derivation, keyLength),
    iv: readIv(iv),
    ciphertext: readCiphertext(ciphertext),
  };
}

/** Decrypts the PKCS #8 key, which the caller wipes. Throws an OperationError on bad padding. */
async function decryptPkcs8(key: EncryptedPkcs8, passphrase: Bytes): Promise<Bytes> {
  const derived = await key.deriveKey(passphrase);
  return await aesCbcDecrypt(derived, key.iv, key.ciphertext).finally(() => derived.fill(0));
}

function readIv(field: DerValue | undefined): Bytes {
  const iv = octets(field).slice();
  if (iv.length === AES_BLOCK_LENGTH) return iv;
  throw invalidKey(`the IV of its encryption is not ${AES_BLOCK_LENGTH} bytes`);
}

function readCiphertext(field: DerValue | undefined): Bytes {
  const ciphertext = octets(field).slice();
  if (ciphertext.length > 0 && ciphertext.length % AES_BLOCK_LENGTH === 0) return ciphertext;
  throw invalidKey("its ciphertext is not a whole number of blocks");
}

/** Parses an encrypted PKCS #8 key in DER. Throws SyntaxError, `invalid_key`. */
export function readLockedPkcs8(der: Bytes): LockedKeyHalves {
  const encrypted = readEncryptedPkcs8(der);
  return {
    unlock: (passphrase) =>
      unlock(passphrase, (bytes) => decryptPkcs8(encrypted, bytes), readPkcs8),
  };
}
