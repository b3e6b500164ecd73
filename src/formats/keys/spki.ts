import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import { requireEd25519 } from "./algorithm_identifier.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { type DerValue, readDer } from "./der.ts";
import { sequenceFields, TAG } from "./der_fields.ts";
import { invalidKey } from "./invalid_key.ts";

/**
 * Parses the 32-byte key of an Ed25519 SubjectPublicKeyInfo (RFC 8410, section 4), as a copy. Throws SyntaxError for
 * any other structure, and `invalid_key` for another algorithm or length.
 */
export function readSpki(der: Bytes): Bytes {
  return readSpkiValue(readDer(der));
}

/** As `readSpki`, for one that is part of a larger DER value. */
export function readSpkiValue(value: DerValue | undefined): Bytes {
  const [algorithm, key] = sequenceFields(value, 2, 2);
  if (key?.tag !== TAG.bitString) throw new SyntaxError("it is not a SubjectPublicKeyInfo");
  requireEd25519(algorithm);
  const [unusedBits, ...bytes] = key.content;
  if (unusedBits !== 0 || bytes.length !== KEY_LENGTH) {
    throw invalidKey(`its public key is not ${KEY_LENGTH} bytes`);
  }
  return Uint8Array.from(bytes);
}
