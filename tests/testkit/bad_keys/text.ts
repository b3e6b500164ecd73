import { edit, join, utf8 } from "../key_bytes.ts";
import { PRIVATE_PEM, PUBLIC_JWK, PUBLIC_PEM, SEED, SSH_LINE } from "../sample_keys.ts";
import { badKeys } from "./bad_key.ts";

const BASE64 = Uint8Array.fromHex(SEED).toBase64();

const UNKNOWN = "its format is unknown";

/** Files that are no private key at all, and text that is nearly one. */
export const BAD_TEXTS = badKeys("private", "text", [
  ["an empty file", "", "it is empty"],
  ["white space", " \r\n\t\n", "it is blank"],
  ["over 64 KiB", PRIVATE_PEM + "\n".repeat(64 * 1024), "it is over 64 KiB"],
  ["prose", "This is where the key should have been.\n", UNKNOWN],
  ["32 characters of text", SEED.slice(0, 32), "it is 32 characters of text, not 32 raw bytes"],
  ["31 raw bytes", Uint8Array.fromHex(SEED).slice(1), UNKNOWN],
  ["33 raw bytes", join(SEED, "0a"), UNKNOWN],
  ["hex that lacks a byte", SEED.slice(2), "it is 62 hex characters, not 64 or 128"],
  ["hex with a byte too many", `${SEED}00\n`, "it is 66 hex characters, not 64 or 128"],
  ["hex after 0x", `0x${SEED}`, UNKNOWN],
  ["hex in two lines", `${SEED.slice(0, 32)}\n${SEED.slice(32)}`, UNKNOWN],
  ["base64 without padding", BASE64.slice(0, -1), UNKNOWN],
  ["base64 of 31 bytes", Uint8Array.fromHex(SEED).slice(1).toBase64(), UNKNOWN],
  ["base64 with stray bits at the end", edit(BASE64, "2A=", "2B="), "its base64 is not canonical"],
  ["base64 in the URL alphabet", BASE64.replaceAll("/", "_"), UNKNOWN],
  ["PEM in UTF-16 that is cut", utf16(PRIVATE_PEM).slice(0, -1), UNKNOWN],
  ["base64 of prose", utf8("This is where the key should have been.\n").toBase64(), UNKNOWN],
  ["base64 of noise", join(SEED, SEED, SEED).toBase64(), UNKNOWN],
  ["base64 of two PEMs", utf8(PRIVATE_PEM + PRIVATE_PEM).toBase64(), "several PEM blocks"],
  ["text in Latin-1", join(utf8("cl"), "e9", utf8(" ".repeat(40))), UNKNOWN],
  ["an RFC 4716 key", "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n", "it is a key in the form of SSH2"],
  ["a PuTTY key", "PuTTY-User-Key-File-3: ssh-ed25519\n", "it is a PuTTY key"],
  ["an age key", "AGE-SECRET-KEY-1QQQQ\n", "it is an age identity"],
  ["a public PEM", PUBLIC_PEM, 'Cannot read the private key "FILE": it is a public key'],
  ["a public JWK", PUBLIC_JWK, "it is a public key"],
  ["a public OpenSSH line", SSH_LINE, "it is a public key"],
]);

function utf16(text: string): Uint8Array<ArrayBuffer> {
  return join("fffe", ...[...utf8(text)].map((byte) => Uint8Array.of(byte, 0)));
}
