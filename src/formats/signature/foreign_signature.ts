import { SIGNATURE_LENGTH } from "../../crypto/ed25519.ts";
import type { ForeignFile } from "../foreign_file.ts";

/** Signatures of other programs, and keys: how they begin, and what they are. */
const KINDS: readonly (readonly [begins: RegExp, what: string])[] = [
  [/^-----BEGIN PGP SIGNATURE-----/, "an OpenPGP signature"],
  [/^-----BEGIN SSH SIGNATURE-----/, "an SSH signature"],
  [/^-----BEGIN (PKCS7|CMS)-----/, "a CMS signature"],
  [/^-----BEGIN [A-Z ]*KEY-----|^ssh-ed25519 /, "a key"],
  [/^untrusted comment:/, "a minisign or signify signature"],
  [
    /^(MEUC|MEQC|MEYC)[A-Za-z0-9+/=\s]+$/,
    "an ECDSA signature in base64, as `cosign sign-blob` writes",
  ],
];

/** Recognises what is taken for a signature of ours; undefined for anything else. */
export function foreignSignature(bytes: Uint8Array): ForeignFile | undefined {
  if (bytes.length === SIGNATURE_LENGTH) {
    return { state: `it is ${SIGNATURE_LENGTH} bare bytes, not the JSON of a signature file` };
  }
  const begin = new TextDecoder("latin1").decode(bytes.subarray(0, 256));
  const what = KINDS.find(([begins]) => begins.test(begin))?.[1];
  return what === undefined
    ? undefined
    : { state: `it is ${what}, not a signature by cloacina or the engine` };
}
