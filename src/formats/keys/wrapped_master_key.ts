import * as z from "zod/mini";
import { type ScryptCost, scryptKey } from "../../crypto/key_derivation.ts";
import { NONCE_LENGTH, seal, unseal } from "../../crypto/sealing.ts";
import { requireMasterKey } from "../../domain/master_key.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { decodeBase64 } from "../base64.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { concatBytes } from "../bytes.ts";
import type { RandomBytes } from "../random_bytes.ts";
import { parseStrictJsonBytes } from "../json/strict_json.ts";

/** The scrypt cost of version 1: 128 MiB, about half a second. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const satisfies ScryptCost;

const SALT_LENGTH = 32;
/** The master key and the tag of AES-256-GCM. */
const SEALED_LENGTH = 48;
const WRAPPING_KEY_LENGTH = 32;

/** The maximum size of the file; cloacina writes under 400 bytes. */
const MAX_BYTES = 4096;

/** The content of the file. The cost is fixed in each version, so that a changed file cannot raise or lower it. */
const Wrapped = z.strictObject({
  version: z.literal(1),
  scrypt: z.strictObject({ N: z.literal(COST.N), r: z.literal(COST.r), p: z.literal(COST.p) }),
  salt: base64Of(SALT_LENGTH),
  nonce: base64Of(NONCE_LENGTH),
  sealed: base64Of(SEALED_LENGTH),
});

/**
 * Encrypts a master key with a passphrase, encoded as UTF-8: scrypt with a fresh salt derives the AES-256-GCM key.
 * Returns the content of `master-key.json`: JSON with `version`, `scrypt` (N, r, p), and `salt` (32 bytes), `nonce`
 * (12) and `sealed` (ciphertext 32 || tag 16) in base64. Throws `invalid_key` for an invalid master key.
 */
export async function wrapMasterKey(
  key: Bytes,
  passphrase: string,
  random: RandomBytes,
): Promise<Bytes> {
  requireMasterKey(key);
  const salt = random(SALT_LENGTH);
  const nonce = random(NONCE_LENGTH);
  const sealed = await withWrappingKey(passphrase, salt, (wrapping) => seal(wrapping, nonce, key));
  const fields = {
    version: 1,
    scrypt: COST,
    salt: salt.toBase64(),
    nonce: nonce.toBase64(),
    sealed: sealed.subarray(NONCE_LENGTH).toBase64(),
  };
  return new TextEncoder().encode(`${JSON.stringify(fields, null, 2)}\n`);
}

/**
 * Decrypts the output of `wrapMasterKey`; `source` is the key directory, for messages. The caller wipes the 32 bytes.
 * Throws `store_corrupt` for an invalid document, and `wrong_passphrase` if decryption fails: a wrong passphrase cannot
 * be told from a modified file.
 */
export async function unwrapMasterKey(
  document: Uint8Array,
  passphrase: string,
  source: string,
): Promise<Bytes> {
  const { salt, sealed } = readDocument(document, source);
  const key = await withWrappingKey(passphrase, salt, (wrapping) => unseal(wrapping, sealed));
  if (key === null) throw wrongPassphrase(source);
  requireMasterKey(key);
  return key;
}

function readDocument(document: Uint8Array, source: string): { salt: Bytes; sealed: Bytes } {
  const result = Wrapped.safeParse(parseJson(document, source));
  if (!result.success) throw corrupt(source, badFields(result.error.issues));
  const { salt, nonce, sealed } = result.data;
  return {
    salt: Uint8Array.fromBase64(salt),
    sealed: concatBytes(Uint8Array.fromBase64(nonce), Uint8Array.fromBase64(sealed)),
  };
}

function parseJson(document: Uint8Array, source: string): unknown {
  if (document.length > MAX_BYTES) throw corrupt(source, "it is over 4 KiB");
  return parseStrictJsonBytes(document, (state, cause) => corrupt(source, state, cause));
}

function badFields(issues: readonly z.core.$ZodIssue[]): string {
  const names = issues.map(({ path }) => path.length === 0 ? "the document" : path.join("."));
  return `not valid in version 1: ${[...new Set(names)].join(", ")}`;
}

function base64Of(length: number) {
  return z.string().check(z.refine((text) => decodeBase64(text)?.length === length));
}

async function withWrappingKey<Result>(
  passphrase: string,
  salt: Bytes,
  use: (wrappingKey: Bytes) => Promise<Result>,
): Promise<Result> {
  const utf8 = new TextEncoder().encode(passphrase);
  const key = await scryptKey(utf8, { salt, cost: COST }, WRAPPING_KEY_LENGTH)
    .finally(() => utf8.fill(0));
  return await use(key).finally(() => key.fill(0));
}

function corrupt(source: string, state: string, cause?: unknown): CloacinaError {
  return new CloacinaError(
    "store_corrupt",
    `Cannot read the master key of ${quoted(source)}: ${state}`,
    {
      cause,
    },
  );
}

function wrongPassphrase(source: string): CloacinaError {
  const message = `Cannot unlock the master key of ${quoted(source)}: the passphrase is wrong`;
  return new CloacinaError("wrong_passphrase", message);
}
