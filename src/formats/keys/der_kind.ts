import type { Bytes } from "../../crypto/bytes.ts";
import { type DerValue, readDer } from "./der.ts";
import { sequenceFields, TAG } from "./der_fields.ts";
import { invalidKey } from "./invalid_key.ts";

/** The supported kinds of DER key file. */
export type DerKind = "pkcs8" | "encrypted_pkcs8" | "spki";

/** The tags of a file's first fields. The parser of that kind checks the rest. */
type Shape = readonly number[];

const { integer, sequence, octetString, bitString } = TAG;

const READABLE: readonly (readonly [DerKind, Shape])[] = [
  ["pkcs8", [integer, sequence, octetString]],
  ["encrypted_pkcs8", [sequence, octetString]],
  ["spki", [sequence, bitString]],
];

const UNREADABLE: readonly (readonly [string, Shape])[] = [
  ["an RSA private or public key in its old form (PKCS #1)", [integer, integer]],
  ["an elliptic-curve private key in its old form (SEC 1)", [integer, octetString]],
  ["a certificate or a request for one", [sequence, sequence, bitString]],
  ["a PKCS #12 file", [integer, sequence, sequence]],
];

/** Detects the kind of a DER file. Throws SyntaxError, or `invalid_key` for a kind that is not supported. */
export function derKind(der: Bytes): DerKind {
  const fields = sequenceFields(readDer(der));
  const readable = READABLE.find(([, shape]) => startsWith(fields, shape));
  if (readable !== undefined) return readable[0];
  const unreadable = UNREADABLE.find(([, shape]) => startsWith(fields, shape));
  throw invalidKey(`it is ${unreadable?.[0] ?? "DER, but not a known kind of key"}`);
}

function startsWith(fields: readonly DerValue[], shape: Shape): boolean {
  return shape.every((tag, index) => fields[index]?.tag === tag);
}
