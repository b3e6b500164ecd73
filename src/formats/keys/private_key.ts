import { ed25519Signer, PLAIN_PKCS8 } from "../../crypto/ed25519.ts";
import { type PublicKey, toPublicKey } from "../../domain/public_key.ts";
import { CloacinaError } from "../../errors.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { equalBytes } from "../bytes.ts";
import { detectKeys } from "./detect_keys.ts";
import type { ContainedKey, DetectedKey } from "./detected_key.ts";
import { invalidKey } from "./invalid_key.ts";
import type { LockedKeyFormat, PrivateKeyFormat } from "./key_formats.ts";
import type { KeyHalves, LockedKeyHalves } from "./key_halves.ts";
import { readPlainDer } from "./plain_der.ts";
import { readSource } from "./read_source.ts";

/** What is known of a private key's file without a passphrase. */
interface PrivateKeyFile<Format> {
  readonly format: Format;
  /** False if the file has other PEM blocks beside the key, such as certificates. */
  readonly isWholeFile: boolean;
}

/** A decrypted private key. The caller wipes the 32-byte seed. */
export interface PrivateKey extends PrivateKeyFile<PrivateKeyFormat> {
  readonly locked: false;
  readonly seed: Bytes;
  readonly publicKey: PublicKey;
}

/**
 * A private key that is encrypted with a passphrase. OpenSSH stores a public key unencrypted, which `unlock` verifies.
 */
export interface LockedPrivateKey extends PrivateKeyFile<LockedKeyFormat> {
  readonly locked: true;
  readonly publicKey?: PublicKey;
  /** Throws `wrong_passphrase`, or `invalid_key` if the passphrase is right but the key is invalid. */
  readonly unlock: (passphrase: string) => Promise<PrivateKey>;
}

type OpenContainer = (bytes: Bytes) => Promise<KeyHalves | LockedKeyHalves>;

/** Parsers of the containers, each loaded only when needed: plain PKCS #8 needs none. */
const CONTAINERS: Readonly<Record<ContainedKey["container"], OpenContainer>> = {
  pkcs8: readPkcs8,
  encrypted_pkcs8: async (der) => (await import("./encrypted_pkcs8.ts")).readLockedPkcs8(der),
  minisign: async (bytes) => (await import("./foreign/minisign_key.ts")).readMinisignKey(bytes),
  signify: async (bytes) => (await import("./foreign/signify_key.ts")).readSignifyKey(bytes),
  openssh: async (blob) => (await import("./openssh_private_key.ts")).readOpenSshPrivateKey(blob),
};

/**
 * Parses a private key in any `PrivateKeyFormat`, which is detected. Throws `invalid_key`, which names `source` and
 * never quotes the content. The caller wipes `file`.
 */
export async function parsePrivateKey(
  file: Uint8Array,
  source: string,
): Promise<PrivateKey | LockedPrivateKey> {
  return await readSource(source, async () => {
    const [key] = await detectKeys(file);
    return await readPrivateKey(key!, source);
  });
}

/** Parses a detected key as a private key, and wipes its container. Throws SyntaxError, `invalid_key`. */
export async function readPrivateKey(
  key: DetectedKey,
  source: string,
): Promise<PrivateKey | LockedPrivateKey> {
  if (key.half === "public") throw isPublic();
  if (!("container" in key)) {
    const halves = key.half === "either" ? { seed: key.bytes } : key.halves;
    return await toPrivateKey({ format: key.format, isWholeFile: true }, halves);
  }
  const { container, bytes } = key;
  const halves = await CONTAINERS[container](bytes).finally(() => bytes.fill(0));
  if ("seed" in halves) return await toPrivateKey(key, halves);
  return toLockedKey(key, halves, source);
}

async function readPkcs8(der: Bytes): Promise<KeyHalves> {
  const seed = readPlainDer(PLAIN_PKCS8, der);
  return seed === undefined ? (await import("./pkcs8.ts")).readPkcs8(der) : { seed };
}

async function toPrivateKey(
  { format, isWholeFile }: PrivateKeyFile<PrivateKeyFormat>,
  { seed, claimedPublicKey }: KeyHalves,
): Promise<PrivateKey> {
  const publicKey = toPublicKey((await ed25519Signer(seed)).publicKey);
  if (claimedPublicKey !== undefined && !equalBytes(claimedPublicKey, publicKey.bytes)) {
    seed.fill(0);
    throw invalidKey("its public half does not belong to its seed");
  }
  return { locked: false, format, isWholeFile, seed, publicKey };
}

function toLockedKey(
  { format, isWholeFile }: PrivateKeyFile<LockedKeyFormat>,
  { claimedPublicKey, unlock }: LockedKeyHalves,
  source: string,
): LockedPrivateKey {
  const open = async (passphrase: string) =>
    await toPrivateKey({ format, isWholeFile }, await unlock(passphrase));
  return {
    locked: true,
    format,
    isWholeFile,
    ...(claimedPublicKey && { publicKey: toPublicKey(claimedPublicKey) }),
    unlock: (passphrase) => readSource(source, () => open(passphrase)),
  };
}

function isPublic(): CloacinaError {
  return new CloacinaError("invalid_key", "Cannot read the private key: it is a public key", {
    hint: "give the file with the private half, which does not end in .pub.pem",
  });
}
