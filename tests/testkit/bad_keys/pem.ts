import { edit } from "../key_bytes.ts";
import { PRIVATE_PEM, PUBLIC_PEM } from "../sample_keys.ts";
import { badKeys } from "./bad_key.ts";

const BEGIN = "-----BEGIN PRIVATE KEY-----\n";
const END = "-----END PRIVATE KEY-----\n";
const BODY = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n";

const NOT_BASE64 = "its PEM block is not canonical base64";
const HEADERS = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n";

/** PEM that is malformed, or that has another label than a private key has. */
export const BAD_PEMS = badKeys("private", "PEM", [
  ["no END", BEGIN + BODY, "its PEM block has no end"],
  ["the END of another label", edit(PRIVATE_PEM, "END P", "END EC P"), "boundaries do not match"],
  ["an END before the BEGIN", END + PRIVATE_PEM, "boundaries do not match"],
  ["a BEGIN in a block", BEGIN + PRIVATE_PEM, "boundaries do not match"],
  [
    "four dashes after BEGIN",
    edit(PRIVATE_PEM, "-----\nM", "----\nM"),
    "boundaries is malformed",
  ],
  ["a label in lower case", PRIVATE_PEM.replaceAll("PRIVATE", "private"), "is malformed"],
  ["boundaries in a comment", PRIVATE_PEM.replaceAll(/^/gm, "# "), "does not start a line"],
  ["a comment in a block", edit(PRIVATE_PEM, BODY, `# a key\n${BODY}`), NOT_BASE64],
  ["text after its BEGIN", edit(PRIVATE_PEM, "KEY-----\nMC", "KEY----- x\nMC"), NOT_BASE64],
  ["six dashes after END", PRIVATE_PEM.trimEnd() + "-", "is malformed"],
  ["a backslash in its base64", edit(PRIVATE_PEM, "IJ1h", "IJ\\x1h"), NOT_BASE64],
  ["a character that is not base64", edit(PRIVATE_PEM, "IJ1h", "IJ*h"), NOT_BASE64],
  ["base64 that lacks a character", edit(PRIVATE_PEM, "rn9g", "rn9"), NOT_BASE64],
  ["base64 of the URL alphabet", edit(PRIVATE_PEM, "v/V", "v_V"), NOT_BASE64],
  ["padding in the middle", edit(PRIVATE_PEM, "IJ1h", "IJ=="), NOT_BASE64],
  ["an empty block", BEGIN + END, "its PEM block is empty"],
  ["headers", edit(PRIVATE_PEM, BODY, HEADERS + BODY), "its PEM block has headers"],
  ["two private keys", PRIVATE_PEM + PRIVATE_PEM, "it holds several PEM blocks"],
  [
    "two private keys and a certificate",
    PRIVATE_PEM + relabelled("CERTIFICATE") + PRIVATE_PEM,
    "it holds several PEM blocks",
  ],
  [
    "two private keys in one line",
    (PRIVATE_PEM + PRIVATE_PEM).replaceAll("\n", ""),
    "it holds several PEM blocks",
  ],
  ["a private and a public key", PRIVATE_PEM + PUBLIC_PEM, "it holds several PEM blocks"],
  ["an RSA key of before PKCS #8", relabelled("RSA PRIVATE KEY"), "it is an RSA private key"],
  ["an RSA key with a passphrase", legacy("RSA PRIVATE KEY"), "it is an RSA private key"],
  [
    "an EC key of before PKCS #8",
    relabelled("EC PRIVATE KEY"),
    "it is an elliptic-curve private key",
  ],
  ["a DSA key", relabelled("DSA PRIVATE KEY"), "it is a DSA private key"],
  ["a certificate of OpenSSL", relabelled("TRUSTED CERTIFICATE"), "it is a certificate with"],
  [
    "an EC key of before PKCS #8 beside a certificate",
    relabelled("CERTIFICATE") + relabelled("EC PRIVATE KEY"),
    "it is an elliptic-curve private key",
  ],
  ["an OpenPGP key", relabelled("PGP PRIVATE KEY BLOCK"), "it is an OpenPGP private key"],
  ["a cosign key", relabelled("ENCRYPTED SIGSTORE PRIVATE KEY"), "it is a cosign private key"],
  ["an unknown label", relabelled("SECRET KEY"), "it is PEM with an unknown label"],
  ["a public key under a private label", relabelled("PRIVATE KEY", PUBLIC_PEM), "its DER"],
  ["a private key under an encrypted label", relabelled("ENCRYPTED PRIVATE KEY"), "its DER"],
  ["a private key under an OpenSSH label", relabelled("OPENSSH PRIVATE KEY"), "not openssh-key-v1"],
]);

function relabelled(label: string, original = PRIVATE_PEM): string {
  return original.replaceAll(/(BEGIN|END) (PRIVATE|PUBLIC) KEY/g, `$1 ${label}`);
}

function legacy(label: string): string {
  return edit(relabelled(label), BODY, HEADERS + BODY);
}
