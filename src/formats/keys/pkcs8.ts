import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import { requireEd25519 } from "./algorithm_identifier.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { type DerValue, readDer } from "./der.ts";
import { octets, sequenceFields, smallInteger, TAG } from "./der_fields.ts";
import { GENERATE } from "./foreign/hints.ts";
import { invalidKey } from "./invalid_key.ts";
import type { KeyHalves } from "./key_halves.ts";

/** Identifier octets of the optional fields (RFC 5958, section 2). */
const ATTRIBUTES = 0xa0;
const PUBLIC_KEY = 0x81;

/** The public key with an explicit tag, as ring writes it up to 0.16. */
const EXPLICIT_PUBLIC_KEY = 0xa1;

/**
 * Parses an Ed25519 PKCS #8 key: version 1, or 2 with a public key (RFC 5958). Attributes are ignored. Throws
 * SyntaxError if it is not PKCS #8, and `invalid_key` if it is not supported.
 */
export function readPkcs8(der: Bytes): KeyHalves {
  const [version, algorithm, privateKey, ...optional] = sequenceFields(readDer(der), 3);
  const versionNumber = smallInteger(version);
  const wrapped = octets(privateKey);
  requireEd25519(algorithm, GENERATE);
  const claimed = readOptional(optional);
  // RFC 5958, section 2: version 2 if and only if there is a public key.
  if (versionNumber !== (claimed.claimedPublicKey === undefined ? 0 : 1)) {
    throw invalidKey("its PKCS #8 version does not fit its fields");
  }
  return { seed: readSeed(wrapped), ...claimed };
}

/** CurvePrivateKey, an OCTET STRING in the OCTET STRING (RFC 8410, section 7). */
function readSeed(wrapped: Bytes): Bytes {
  const isSeed = wrapped.length === 2 + KEY_LENGTH && wrapped[0] === TAG.octetString &&
    wrapped[1] === KEY_LENGTH;
  if (!isSeed) throw invalidKey(`its seed is not ${KEY_LENGTH} bytes`);
  return wrapped.slice(2);
}

function readOptional(fields: readonly DerValue[]): Omit<KeyHalves, "seed"> {
  const [publicKey, ...others] = fields[0]?.tag === ATTRIBUTES ? fields.slice(1) : fields;
  if (publicKey === undefined) return {};
  const bits = publicKey.tag === PUBLIC_KEY ? publicKey : explicitBits(publicKey);
  if (bits === undefined || others.length > 0) {
    throw invalidKey("it has a field that PKCS #8 does not know");
  }
  const [unusedBits, ...key] = bits.content;
  if (unusedBits !== 0) throw invalidKey("its public half is not a whole number of bytes");
  return { claimedPublicKey: Uint8Array.from(key) };
}

function explicitBits({ tag, children: [bits, ...others] }: DerValue): DerValue | undefined {
  const isExplicit = tag === EXPLICIT_PUBLIC_KEY && others.length === 0;
  return isExplicit && bits?.tag === TAG.bitString ? bits : undefined;
}
