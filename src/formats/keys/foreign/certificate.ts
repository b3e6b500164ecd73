import type { Bytes } from "../../../crypto/bytes.ts";
import { readDer } from "../der.ts";
import { sequenceFields, TAG } from "../der_fields.ts";
import { invalidKey } from "../invalid_key.ts";
import { readSpkiValue } from "../spki.ts";

/** The tag of the version of a certificate, and of the attributes of a request for one. */
const EXPLICIT_0 = 0xa0;

/** The fields before the public key: serial number, algorithm, issuer, validity, subject. */
const BEFORE_KEY = [TAG.integer, TAG.sequence, TAG.sequence, TAG.sequence, TAG.sequence];

/**
 * Parses the 32-byte public key in an X.509 certificate (RFC 5280, section 4.1), as a copy. Nothing else is checked:
 * neither dates, names, extensions nor the signature. Throws SyntaxError, `invalid_key`.
 */
export function readCertificateKey(der: Bytes): Bytes {
  const [signed] = sequenceFields(readDer(der), 3, 3);
  const fields = sequenceFields(signed);
  if (fields[3]?.tag === EXPLICIT_0) {
    throw invalidKey("it is a request for a certificate, not a key");
  }
  const all = fields[0]?.tag === EXPLICIT_0 ? fields.slice(1) : fields;
  if (!BEFORE_KEY.every((tag, index) => all[index]?.tag === tag)) {
    throw new SyntaxError("its DER does not have the fields of a certificate");
  }
  return readSpkiValue(all[BEFORE_KEY.length]);
}
