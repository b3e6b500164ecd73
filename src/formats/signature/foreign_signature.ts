import { SIGNATURE_LENGTH } from "../../crypto/ed25519.ts";
import { type ForeignFile, type ForeignKind, kindOf } from "../foreign_file.ts";

/** Signatures of other programs, and keys: how they begin, and what they are. */
const KINDS = ([
  // Also binary: the tag of a signature (RFC 9580, section 4.2) with a length of one or two octets, or of the new format.
  [/^(-----BEGIN PGP SIGNATURE-----|[\u02c6\u2030\xc2])/, "an OpenPGP signature"],
  [/^-----BEGIN SSH SIGNATURE-----/, "an SSH signature"],
  [/^-----BEGIN (PKCS7|CMS)-----/, "a CMS signature"],
  [/^-----BEGIN [A-Z ]*KEY-----|^ssh-ed25519 /, "a key"],
  [/^untrusted comment:/, "a minisign or signify file"],
  [
    /^(MEUC|MEQC|MEYC)[A-Za-z0-9+/=\s]+$/,
    "an ECDSA signature in base64, as `cosign sign-blob` writes",
  ],
] as const).map(([begins, what]): ForeignKind => [
  begins,
  `it is ${what}, not a signature by cloacina or the engine`,
]);

/** Recognises what is taken for a signature of ours; undefined for anything else. */
export function foreignSignature(bytes: Uint8Array): ForeignFile | undefined {
  return bytes.length === SIGNATURE_LENGTH
    ? { state: `it is ${SIGNATURE_LENGTH} bare bytes, not the JSON of a signature file` }
    : kindOf(bytes, KINDS);
}
