import { type BytesOrHex, edit, join, pem, sshString, utf8 } from "../key_bytes.ts";
import * as sample from "../sample_keys.ts";
import { badKeys } from "./bad_key.ts";

const { PASSPHRASE, PUBLIC_KEY, SEED } = sample;

const NONE = name("none");
const TYPE = name("ssh-ed25519");

/** The fields of a good key without a passphrase, in order. */
const FIELDS = {
  magic: join(utf8("openssh-key-v1"), "00"),
  cipher: NONE,
  derivation: NONE,
  options: sshString(),
  count: "00000001",
  publicKey: sshString(TYPE, sshString(PUBLIC_KEY)),
  section: section({}),
  after: "",
};

const LOCKED = { cipher: name("aes256-ctr"), derivation: name("bcrypt") };
const LONG_SALT = "00".repeat(129);

const TOO_EARLY = "its OpenSSH data ends too early";
const BLOCKS = "its private section is not a whole number of blocks";
const COPIES = "the copies of its public half differ";
const UNKNOWN_CIPHER = "it is encrypted with an unknown cipher";
const NOT_BCRYPT = "its passphrase is not hashed by bcrypt";
const ROUNDS = "its bcrypt rounds are not from 1 to 1024";
const SALT = "its bcrypt salt is not from 1 to 128 bytes";
const WRONG = { code: "wrong_passphrase", passphrase: "incorrect horse" } as const;
const WRONG_MESSAGE = 'Cannot unlock the private key "FILE": the passphrase is wrong';

/** `OPENSSH PRIVATE KEY` files with a field that is wrong, or that do not open. */
export const BAD_OPENSSH = badKeys("private", "OpenSSH", [
  ["another magic", key({ magic: utf8("openssh-key-v2\0") }), "it is not openssh-key-v1"],
  ["nothing but the magic", pem("OPENSSH PRIVATE KEY", FIELDS.magic), TOO_EARLY],
  ["a length past the end", key({ cipher: "ffffffff" }), TOO_EARLY],
  ["no key", key({ count: "00000000" }), "it holds 0 OpenSSH keys, not one"],
  ["two keys", key({ count: "00000002" }), "it holds 2 OpenSSH keys, not one"],
  ["a byte after the key", key({ after: "00" }), "its OpenSSH data has a trailing part"],
  ["no section", key({ section: "" }), TOO_EARLY],
  ["an empty section", key({ section: sshString() }), BLOCKS],
  ["a section without padding", key({ section: section({ padding: "" }) }), BLOCKS],
  ["padding of zeros", inside({ padding: "0000000000" }), "its padding is not 1, 2, 3"],
  ["check numbers that differ", inside({ check: "5a5a5a5b" }), "its check numbers differ"],
  ["RSA in the section", inside({ type: name("ssh-rsa----") }), "its algorithm is unknown"],
  ["another public key inside", inside({ publicKey: sshString(SEED) }), COPIES],
  ["another key behind the seed", inside({ pair: sshString(SEED, SEED) }), COPIES],
  ["half a pair", inside({ pair: sshString(SEED), padding: "0102030405" }), COPIES],
  ["another seed", inside({ pair: sshString(PUBLIC_KEY, PUBLIC_KEY) }), "not belong to its seed"],
  ["another public key outside", key({ publicKey: sshString(TYPE, sshString(SEED)) }), COPIES],
  ["RSA", key({ publicKey: sshString(name("ssh-rsa")) }), "its algorithm is RSA"],
  ["DSA", key({ publicKey: sshString(name("ssh-dss")) }), "its algorithm is DSA"],
  ["P-256", key({ publicKey: sshString(name("ecdsa-sha2-nistp256")) }), "its algorithm is P-256"],
  [
    "a security key",
    key({ publicKey: sshString(name("sk-ssh-ed25519@openssh.com")) }),
    "security key",
  ],
  ["an unknown type", key({ publicKey: sshString(name("toString")) }), "its algorithm is unknown"],
  [
    "half a public key",
    key({ publicKey: sshString(TYPE, sshString("00")) }),
    "key is not 32 bytes",
  ],
  [
    "a trailing public byte",
    key({ publicKey: sshString(TYPE, sshString(SEED), "00") }),
    "trailing",
  ],
  ["ChaCha20", locked("chacha20-poly1305@openssh.com"), "with chacha20-poly1305@openssh.com"],
  ["3DES", locked("3des-cbc"), "it is encrypted with 3des-cbc"],
  ["an unknown cipher", locked("rot13"), UNKNOWN_CIPHER],
  ["a cipher by the name of a method", locked("toString"), UNKNOWN_CIPHER],
  ["an unknown derivation", key({ ...LOCKED, derivation: name("md5") }), NOT_BCRYPT],
  ["a cipher without derivation", key({ cipher: LOCKED.cipher }), NOT_BCRYPT],
  ["options without a cipher", key({ options: sshString("00") }), NOT_BCRYPT],
  ["no rounds", key({ ...LOCKED, options: bcrypt("01020304", "00000000") }), ROUNDS],
  ["1,025 rounds", key({ ...LOCKED, options: bcrypt("01020304", "00000401") }), ROUNDS],
  ["no salt", key({ ...LOCKED, options: bcrypt("", "00000001") }), SALT],
  ["a salt of 129 bytes", key({ ...LOCKED, options: bcrypt(LONG_SALT, "00000001") }), SALT],
  ["a byte after the rounds", key({ ...LOCKED, options: bcrypt("01", "0000000100") }), "trailing"],
  ["GCM without its tag", locked("aes256-gcm@openssh.com"), TOO_EARLY],
  ["half a block", locked("aes256-cbc", sshString("00".repeat(8))), BLOCKS],
  ["noise (CTR)", locked("aes256-ctr"), WRONG_MESSAGE, WRONG],
  ["noise (CBC)", locked("aes128-cbc"), WRONG_MESSAGE, WRONG],
  ["the wrong passphrase (CTR)", sample.LOCKED_OPENSSH_PEM, WRONG_MESSAGE, WRONG],
  ["the wrong passphrase (GCM)", sample.LOCKED_OPENSSH_GCM_PEM, WRONG_MESSAGE, WRONG],
  ["an empty passphrase", sample.LOCKED_OPENSSH_PEM, WRONG_MESSAGE, { ...WRONG, passphrase: "" }],
  ["a changed tag", changedTag(), WRONG_MESSAGE, { ...WRONG, passphrase: PASSPHRASE }],
]);

function name(text: string): Uint8Array<ArrayBuffer> {
  return sshString(utf8(text));
}

/** A key with some of its fields changed. */
function key(change: Partial<Record<keyof typeof FIELDS, BytesOrHex>>): string {
  return pem("OPENSSH PRIVATE KEY", join(...Object.values({ ...FIELDS, ...change })));
}

/** The private section, with some of its fields changed. */
function section(change: Readonly<Record<string, BytesOrHex>>): Uint8Array<ArrayBuffer> {
  const fields: Readonly<Record<string, BytesOrHex>> = {
    check: "5a5a5a5a",
    secondCheck: "5a5a5a5a",
    type: TYPE,
    publicKey: sshString(PUBLIC_KEY),
    pair: sshString(SEED, PUBLIC_KEY),
    comment: sshString(),
    padding: "0102030405",
  };
  return sshString(...Object.values({ ...fields, ...change }));
}

function inside(change: Parameters<typeof section>[0]): string {
  return key({ section: section(change) });
}

/** A key under a passphrase, with nine blocks of noise for its section. */
function locked(cipher: string, noise: BytesOrHex = sshString("00".repeat(144))): string {
  const options = bcrypt("01020304", "00000001");
  return key({ ...LOCKED, cipher: name(cipher), options, section: noise });
}

function bcrypt(salt: string, rounds: string): Uint8Array<ArrayBuffer> {
  return sshString(sshString(salt), rounds);
}

/** The last byte of the file is that of the tag of GCM. */
function changedTag(): string {
  return edit(sample.LOCKED_OPENSSH_GCM_PEM, "CwWeo=", "CwWek=");
}
