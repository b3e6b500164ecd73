import { type BytesOrHex, der, edit, join, pem, sshString, utf8 } from "../key_bytes.ts";
import * as sample from "../sample_keys.ts";
import { badKeys } from "./bad_key.ts";

const { PUBLIC_KEY, PUBLIC_PEM, SEED, SSH_LINE } = sample;

const IS_PRIVATE = 'Cannot read the public key "FILE": it is a private key';
const SMALL_ORDER = 'Cannot accept the public key "FILE": it has small order';
const NO_POINT = 'Cannot accept the public key "FILE": it is not a canonical point';
const ED25519 = "300506032b6570";
const IDENTITY = `01${"00".repeat(31)}`;
const CERTIFICATE = pem("CERTIFICATE", "3000");
const SSH_BASE64 = SSH_LINE.trim().split(" ")[1]!;

/** Files that are no public key, or a key under which too much would verify. */
export const BAD_PUBLIC_KEYS = badKeys("public", "public key", [
  ["an empty file", "", "it is empty"],
  ["32 characters of text", PUBLIC_KEY.slice(0, 32), "it is 32 characters of text"],
  ["a private PEM", sample.PRIVATE_PEM, IS_PRIVATE],
  ["a private DER", join("302e020100300506032b657004220420", SEED), IS_PRIVATE],
  ["an encrypted PEM", sample.SCRYPT_PEM, IS_PRIVATE],
  ["a private OpenSSH key", sample.OPENSSH_PEM, IS_PRIVATE],
  ["a locked OpenSSH key", sample.LOCKED_OPENSSH_PEM, IS_PRIVATE],
  ["a private JWK", sample.PRIVATE_JWK, IS_PRIVATE],
  ["a bundle with a private key", PUBLIC_PEM + sample.PRIVATE_PEM, "one of them is a private key"],
  ["a bundle with a certificate", PUBLIC_PEM + CERTIFICATE, "one of them is a certificate"],
  ["a bundle with a weak key", PUBLIC_PEM + pem("PUBLIC KEY", spki(IDENTITY)), SMALL_ORDER],
  [
    "a bundle that is cut short",
    PUBLIC_PEM + PUBLIC_PEM.slice(0, -5),
    "one of its PEM boundaries is malformed",
  ],
  ["the identity", Uint8Array.fromHex(IDENTITY), SMALL_ORDER],
  ["the identity in DER", spki(IDENTITY), SMALL_ORDER],
  ["the identity in hex", IDENTITY, SMALL_ORDER],
  ["the identity in base64", Uint8Array.fromHex(IDENTITY).toBase64(), SMALL_ORDER],
  ["hex of what is on no point", `02${"00".repeat(31)}`, NO_POINT],
  ["base64 in the URL alphabet", `_${"A".repeat(41)}8=`, "its format is unknown"],
  [
    "base64 without padding",
    Uint8Array.fromHex(PUBLIC_KEY).toBase64().slice(0, -1),
    "its format is unknown",
  ],
  ["the point of order 2", Uint8Array.fromHex(`ec${"ff".repeat(30)}7f`), SMALL_ORDER],
  ["y = p + 3", Uint8Array.fromHex(`f0${"ff".repeat(30)}7f`), NO_POINT],
  ["y = 2, which is on no point", Uint8Array.fromHex(`02${"00".repeat(31)}`), NO_POINT],
  ["an RSA key", publicKey(der("30", "06092a864886f70d010101", "0500")), "its algorithm is RSA"],
  ["an X25519 key", publicKey(der("30", "06032b656e")), "its algorithm is X25519, not Ed25519"],
  ["an unknown algorithm", publicKey(der("30", "06032a0304")), "its algorithm is not Ed25519"],
  ["Ed25519 with NULL", publicKey(der("30", "06032b6570", "0500")), "Ed25519 has none"],
  ["a key of 31 bytes", spki(PUBLIC_KEY.slice(2)), "its public key is not 32 bytes"],
  ["a key of 33 bytes", spki(`${PUBLIC_KEY}00`), "its public key is not 32 bytes"],
  [
    "unused bits",
    publicKey(ED25519, der("03", "01", PUBLIC_KEY)),
    "its public key is not 32 bytes",
  ],
  [
    "a field too many",
    der("30", ED25519, der("03", "00", PUBLIC_KEY), "0500"),
    "not have the fields of a key",
  ],
  ["a byte after the key", join(spki(PUBLIC_KEY), "00"), "it is not DER"],
  ["an RSA key (PKCS #1)", pem("RSA PUBLIC KEY", "3000"), "it is an RSA public key"],
  ["base64 that is not canonical", edit(PUBLIC_PEM, "URo=", "URp="), "not canonical base64"],
  ["an RSA line", line("ssh-rsa"), "its algorithm is RSA"],
  ["a P-256 line", line("ecdsa-sha2-nistp256"), "its algorithm is P-256"],
  ["a line of a security key", line("sk-ssh-ed25519@openssh.com"), "in a security key"],
  ["an OpenSSH certificate", line("ssh-ed25519-cert-v01@openssh.com"), "OpenSSH certificate"],
  [
    "options before the line",
    `no-pty ${SSH_LINE}`,
    "it has options or a host before its OpenSSH key",
  ],
  ["a line of known_hosts", `example.org ${SSH_LINE}`, "it has options or a host"],
  ["two lines", SSH_LINE + SSH_LINE, "it holds more than the one line of an OpenSSH key"],
  ["a comment before the line", `# mine\n${SSH_LINE}`, "it holds more than the one line"],
  ["a line cut short", SSH_LINE.slice(0, 60), "its OpenSSH data ends too early"],
  [
    "a line with stray bits",
    edit(SSH_LINE, "B1Ea", "B1E"),
    "its OpenSSH key is not canonical base64",
  ],
  ["a line whose blob is of RSA", blob(sshString(utf8("ssh-rsa"))), "its algorithm is RSA"],
  [
    "a line with 31 bytes",
    blob(sshString(utf8("ssh-ed25519")), sshString("00".repeat(31))),
    "is not 32 bytes",
  ],
  ["a line with bytes after the key", `ssh-ed25519 ${trailing()}`, "trailing part"],
  ["a line of small order", blob(sshString(utf8("ssh-ed25519")), sshString(IDENTITY)), SMALL_ORDER],
]);

function spki(key: BytesOrHex): Uint8Array<ArrayBuffer> {
  return publicKey(ED25519, der("03", "00", key));
}

function publicKey(algorithm: BytesOrHex, key: BytesOrHex = der("03", "00", PUBLIC_KEY)) {
  return der("30", algorithm, key);
}

function line(type: string): string {
  return edit(SSH_LINE, "ssh-ed25519", type);
}

function blob(...fields: readonly BytesOrHex[]): string {
  return `ssh-ed25519 ${join(...fields).toBase64()}\n`;
}

function trailing(): string {
  return join(Uint8Array.fromBase64(SSH_BASE64), "00").toBase64();
}
