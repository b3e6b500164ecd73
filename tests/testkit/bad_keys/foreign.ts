import { type BytesOrHex, join } from "../key_bytes.ts";
import { PUBLIC_KEY, SEED } from "../sample_keys.ts";
import { badKeys } from "./bad_key.ts";

const NOT_A_PAIR = "its 64 bytes are not a seed followed by its public key";
const LIMITS = "its scrypt limits are above 1 GiB or 33554432 operations";
const NOT_BELONGING = "its public half does not belong to its seed";
const TWO_SEEDS = join(SEED, SEED);
const PAIR = join(SEED, PUBLIC_KEY);
const NUMBER = "0102030405060708";

const WRONG = { code: "wrong_passphrase", passphrase: "incorrect horse" } as const;
const WRONG_MESSAGE = 'Cannot unlock the private key "FILE": the passphrase is wrong';

/** 1 KiB of memory, and the least operations; both little-endian. */
const SMALL = { operations: "0080000000000000", memory: "0004000000000000" };

/** Keys of other tools with a part that is wrong, or that do not open. */
export const BAD_FOREIGN = badKeys("private", "other tools", [
  ["64 raw bytes, the seed twice", TWO_SEEDS, NOT_A_PAIR],
  ["64 raw bytes, the public key first", join(PUBLIC_KEY, SEED), NOT_A_PAIR],
  ["64 raw bytes, the public key twice", join(PUBLIC_KEY, PUBLIC_KEY), NOT_A_PAIR],
  ["64 raw bytes that begin like DER", join("303e", TWO_SEEDS.slice(2)), "it is not DER"],
  ["63 raw bytes", PAIR.slice(1), "its format is unknown"],
  ["65 raw bytes", join(PAIR, "00"), "its format is unknown"],
  ["128 hex characters, the seed twice", `${SEED}${SEED}\n`, NOT_A_PAIR],
  ["base64 of 64 bytes, the seed twice", TWO_SEEDS.toBase64(), NOT_A_PAIR],
  ["base64 of 64 bytes with stray bits", PAIR.toBase64().replace("Gg==", "Gh=="), "is unknown"],
  ["a Nix key, the seed twice", `k-1:${TWO_SEEDS.toBase64()}`, NOT_A_PAIR],
  ["a Nix key with stray bits", `k-1:${PAIR.toBase64().replace("Gg==", "Gh==")}`, "not canonical"],
  ["a public Nix key", `k-1:${join(PUBLIC_KEY).toBase64()}\n`, "it is a public key"],
  ["two Nix keys", `k:${PAIR.toBase64()}\nk:${PAIR.toBase64()}`, "its format is unknown"],
  ["a hash as Nix writes it", `sha256:${join(SEED).toBase64()}`, "it is a fingerprint"],
  ["a public minisign key", commented(join("4564", NUMBER, PUBLIC_KEY)), "it is a public key"],
  ["a minisign key of another algorithm", minisign({ algorithm: "4545" }), "is not Ed25519"],
  ["a minisign key with another checksum", minisign({ checksum: "4231" }), "is not BLAKE2b"],
  ["a minisign key with another hash", minisign({ derivation: "4132" }), "not hashed by scrypt"],
  ["an open minisign key of two seeds", minisign({ key: TWO_SEEDS }), NOT_BELONGING],
  ["a minisign key cut short", commented(minisignBytes({}).slice(1)), "is not Ed25519"],
  ["a minisign key too long", commented(join(minisignBytes({}), "00")), "it has 159 bytes"],
  ["minisign with over 1 GiB", locked({ memory: "0100004000000000" }), LIMITS],
  ["minisign with too many operations", locked({ operations: "0100000200000000" }), LIMITS],
  ["minisign with 2^63 operations", locked({ operations: "0000000000000080" }), LIMITS],
  ["a minisign key and the wrong passphrase", locked({}), WRONG_MESSAGE, WRONG],
  ["a minisign key without memory", locked({ memory: "0".repeat(16) }), WRONG_MESSAGE, WRONG],
  [
    "a signature of minisign or signify",
    commented(join("4564", NUMBER, PAIR)),
    "it is a signature of minisign or signify, not a key",
  ],
  [
    "nothing below the comment",
    "untrusted comment: signify secret key\n",
    "it has no line of base64",
  ],
  ["a comment with words below", "untrusted comment: a key\nnot base64\n", "not canonical base64"],
  ["a line too many", `${commented(minisignBytes({}))}AAAA\n`, "it has lines after its base64"],
  ["a signify key with another hash", signify({ derivation: "424c" }), "not hashed by bcrypt"],
  ["an open signify key with a wrong checksum", signify({}), "its checksum is wrong"],
  ["a signify key of 1,025 rounds", signify({ rounds: "00000401" }), "bcrypt rounds are over 1024"],
  ["a signify key and the wrong passphrase", signify({ rounds: "00000001" }), WRONG_MESSAGE, WRONG],
  ["a signify key and no passphrase", signify({ rounds: "00000001" }), WRONG_MESSAGE, {
    ...WRONG,
    passphrase: "",
  }],
  ["an RSA key of securesystemslib", sslib({ keytype: "rsa" }), "its keytype is rsa, not ed25519"],
  ["an unknown keytype", sslib({ keytype: "Ed25519" }), "its keytype is something else"],
  ["an unknown scheme", sslib({ scheme: "ed25519ph" }), "its scheme is something else"],
  ["no scheme", sslib({ scheme: undefined }), "its scheme is missing"],
  ["no keyval", sslib({ keyval: undefined }), "its keyval is missing"],
  ["keyval that is a text", sslib({ keyval: "" }), "its keyval is missing"],
  ["keyval without public", sslib({ keyval: { private: SEED } }), "its public key is not 32 bytes"],
  [
    "a short private",
    sslib({ keyval: { public: PUBLIC_KEY, private: "9d" } }),
    "its private key is",
  ],
  [
    "another private",
    sslib({ keyval: { public: PUBLIC_KEY, private: PUBLIC_KEY } }),
    NOT_BELONGING,
  ],
  ["a public key of it", sslib({ keyval: { public: PUBLIC_KEY } }), "it is a public key"],
  ["one of in-toto", sslib({ keyval: { public: PUBLIC_KEY, private: "" } }), "it is a public key"],
]);

function commented(bytes: Uint8Array): string {
  return `untrusted comment: a key\n${bytes.toBase64()}\n`;
}

function minisignBytes({ algorithm = "4564", derivation = "0000", checksum = "4232", ...fields }: {
  readonly algorithm?: string;
  readonly derivation?: string;
  readonly checksum?: string;
  readonly operations?: string;
  readonly memory?: string;
  readonly key?: BytesOrHex;
}): Uint8Array<ArrayBuffer> {
  const { operations, memory, key } = { ...SMALL, key: PAIR, ...fields };
  const header = join(algorithm, derivation, checksum, "00".repeat(32), operations, memory);
  return join(header, NUMBER, key, "00".repeat(32));
}

function minisign(fields: Parameters<typeof minisignBytes>[0]): string {
  return commented(minisignBytes(fields));
}

/** A minisign key that no passphrase opens. */
function locked(limits: Parameters<typeof minisignBytes>[0]): string {
  return minisign({ derivation: "5363", ...limits });
}

function signify({ derivation = "424b", rounds = "00000000" }): string {
  const salt = "00".repeat(16);
  return commented(join("4564", derivation, rounds, salt, "00".repeat(8), NUMBER, PAIR));
}

function sslib(changed: Readonly<Record<string, unknown>>): string {
  const keyval = { public: PUBLIC_KEY, private: SEED };
  return JSON.stringify({ keytype: "ed25519", scheme: "ed25519", keyval, ...changed });
}
