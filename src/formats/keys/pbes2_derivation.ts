import {
  type Pbkdf2Digest,
  pbkdf2Key,
  type ScryptCost,
  scryptKey,
  scryptMemory,
} from "../../crypto/key_derivation.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import type { DerValue } from "./der.ts";
import { octets, sequenceFields, smallInteger, TAG } from "./der_fields.ts";
import { invalidKey } from "./invalid_key.ts";
import { lookUp, PBKDF2, PBKDF2_DIGESTS, REENCRYPT_HINT, SCRYPT } from "./pbes2_algorithms.ts";

/** Derives a cipher key from a passphrase. The caller wipes both. */
export type DeriveKey = (passphrase: Bytes) => Promise<Bytes>;

type ReadParameters = (parameters: DerValue | undefined, keyLength: number) => DeriveKey;

/** Limits of the work that an untrusted file may cause: about ten seconds, and 128 MiB. */
const LIMITS = {
  scryptMemory: 128 * 1024 * 1024,
  // Besides its main table, scrypt needs 128 * r * p bytes, regardless of N.
  scryptBlockSize: 1024,
  scryptParallelisation: 16,
  pbkdf2Iterations: 10_000_000,
  saltLength: 128,
} as const;

const DERIVATIONS: Readonly<Record<string, ReadParameters>> = {
  [SCRYPT]: readScrypt,
  [PBKDF2]: readPbkdf2,
};

/**
 * Parses the keyDerivationFunc of PBES2 for a key of `keyLength` bytes. Throws SyntaxError, or `invalid_key`, which
 * names an unsupported function.
 */
export function readDerivation(value: DerValue | undefined, keyLength: number): DeriveKey {
  const [identifier, parameters] = sequenceFields(value, 2, 2);
  return lookUp(DERIVATIONS, identifier)(parameters, keyLength);
}

/** scrypt-params (RFC 7914, section 7.1): salt, N, r, p, and optionally the key length. */
function readScrypt(parameters: DerValue | undefined, keyLength: number): DeriveKey {
  const [saltField, N, r, p, ...optional] = sequenceFields(parameters, 4, 5);
  const salt = readSalt(saltField);
  const cost = { N: smallInteger(N), r: smallInteger(r), p: smallInteger(p) };
  checkCost(cost);
  if (optional.length > 0) checkKeyLength(optional[0], keyLength);
  return (passphrase) => scryptKey(passphrase, { salt, cost }, keyLength);
}

function checkCost(cost: ScryptCost): void {
  const isPowerOfTwo = cost.N > 1 && Number.isInteger(Math.log2(cost.N));
  if (!isPowerOfTwo || cost.r < 1 || cost.p < 1) throw invalidKey("its scrypt costs are invalid");
  const { r, p } = cost;
  const isWide = r > LIMITS.scryptBlockSize || p > LIMITS.scryptParallelisation;
  if (!isWide && scryptMemory(cost) <= LIMITS.scryptMemory) return;
  throw invalidKey("its scrypt costs are above 128 MiB, r = 1024 or p = 16", {
    hint: REENCRYPT_HINT,
  });
}

/** PBKDF2-params (RFC 8018, appendix A.2): salt, iterations, and optionally the key length and hash function. */
function readPbkdf2(parameters: DerValue | undefined, keyLength: number): DeriveKey {
  const [saltField, iterationsField, ...optional] = sequenceFields(parameters, 2, 4);
  const salt = readSalt(saltField);
  const iterations = readIterations(iterationsField);
  if (optional[0]?.tag === TAG.integer) checkKeyLength(optional.shift(), keyLength);
  if (optional.length > 1) throw new SyntaxError("its PBKDF2 has one field too many");
  const digest = optional[0] === undefined ? "sha1" : readDigest(optional[0]);
  return (passphrase) => pbkdf2Key(passphrase, { salt, iterations, digest }, keyLength);
}

function readIterations(field: DerValue | undefined): number {
  const iterations = smallInteger(field);
  if (iterations >= 1 && iterations <= LIMITS.pbkdf2Iterations) return iterations;
  throw invalidKey(`its PBKDF2 iterations are not from 1 to ${LIMITS.pbkdf2Iterations}`);
}

function readDigest(field: DerValue): Pbkdf2Digest {
  const [identifier, parameters] = sequenceFields(field, 1, 2);
  const isNull = parameters?.tag === TAG.null && parameters.content.length === 0;
  if (parameters !== undefined && !isNull) throw new SyntaxError("its HMAC has parameters");
  return lookUp(PBKDF2_DIGESTS, identifier);
}

function readSalt(field: DerValue | undefined): Bytes {
  const salt = octets(field).slice();
  if (salt.length <= LIMITS.saltLength) return salt;
  throw invalidKey(`the salt of its encryption is over ${LIMITS.saltLength} bytes`);
}

function checkKeyLength(field: DerValue | undefined, keyLength: number): void {
  if (smallInteger(field) === keyLength) return;
  throw invalidKey("the key length of its encryption does not fit the cipher");
}
