import type { CloacinaError } from "../../../errors.ts";
import { invalidKey } from "../invalid_key.ts";
import { FROM_AGE, FROM_FINGERPRINT, FROM_JWE, FROM_PUTTY, FROM_SSH2, GENERATE } from "./hints.ts";

/** Formats of text that are not read, by how they begin: their names, and hints. */
const KINDS: readonly (readonly [form: RegExp, kind: string, hint?: string])[] = [
  [/^---- BEGIN SSH2 PUBLIC/, "a key in the form of SSH2 (RFC 4716)", FROM_SSH2],
  [/^---- BEGIN SSH2 /, "a private key of SSH2, which cloacina does not read", GENERATE],
  [/^PuTTY-User-Key-File-\d: ssh-ed25519\b/, "a PuTTY key", FROM_PUTTY],
  [/^PuTTY-User-Key-File-/, "a PuTTY key that is not Ed25519", GENERATE],
  [
    /^AGE-(SECRET-KEY|PLUGIN)-/m,
    "an age identity, which decrypts and does not sign",
    GENERATE,
  ],
  [/^age1[a-z0-9]+$/m, "an age recipient, which encrypts and verifies no signature"],
  [/^age-encryption\.org\//, "a file that age encrypted", FROM_AGE],
  [
    /^(Created: [^\n]*\n)?(Key: )?\((\d+:)?((protected|shadowed)-)?private-key/,
    "a private key of GnuPG, which cloacina does not read",
    GENERATE,
  ],
  [
    /^(\d+ )?(fingerprint|sha256)[:\s]/i,
    "a fingerprint, which does not have the public key in it",
    FROM_FINGERPRINT,
  ],
  [/^eyJ[\w-]*(\.[\w-]*){4}$/, "an encrypted key (JWE)", FROM_JWE],
  [/^eyJ[\w-]*(\.[\w-]*){2}$/, "a JWT or other signed text (JWS), not a key"],
  [/^-----BEGIN NATS /, "a NATS credentials file, which cloacina does not read", GENERATE],
  [/^S[ACNOUX][A-Z2-7]{56}$/, "a NATS seed, which cloacina does not read", GENERATE],
  [/^[ACNOUX][A-Z2-7]{55}$/, "a NATS public key, which cloacina does not read"],
  [/^S[A-Z2-7]{55}$/, "a Stellar seed, which cloacina does not read", GENERATE],
  [/^G[A-Z2-7]{55}$/, "a Stellar public key, which cloacina does not read"],
  [
    /^[0-9a-f]+@@@@\d+@@@@/,
    "an encrypted key of securesystemslib, which cloacina does not read",
    GENERATE,
  ],
  [
    /^ed25519 \S+ [A-Za-z0-9+/]{43}$/,
    "a Matrix signing key, which cloacina does not read",
    GENERATE,
  ],
  [/^k\d\.public\./, "a public key of PASETO, which cloacina does not read"],
  [/^k\d\.[a-z-]+\./, "a secret of PASETO, which cloacina does not read", GENERATE],
  [/^Private-key-format: /, "a DNSSEC private key, which cloacina does not read", GENERATE],
  [/^[^;\r\n\u2028\u2029]*\sDNSKEY\s/m, "a DNSSEC public key, which cloacina does not read"],
  [
    /^PRIVATE\+KEY\+/,
    "a private key of Go's note format, which cloacina does not read",
    GENERATE,
  ],
  [
    /^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/,
    "a public key of Go's note format, which cloacina does not read",
  ],
];

/** The `invalid_key` for text in a known format that is not read, which it names; undefined for any other text. */
export function refusedText(text: string): CloacinaError | undefined {
  const row = KINDS.find(([form]) => form.test(text));
  if (row === undefined) return undefined;
  const [, kind, hint] = row;
  return invalidKey(`it is ${kind}`, { hint });
}
