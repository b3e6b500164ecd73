import type { Bytes } from "../../crypto/bytes.ts";
import { type DerValue, readDer } from "./der.ts";
import { sequenceFields, TAG } from "./der_fields.ts";
import { FROM_PKCS12 } from "./foreign/hints.ts";
import { invalidKey } from "./invalid_key.ts";

/** The supported kinds of DER key file. */
export type DerKind = "pkcs8" | "encrypted_pkcs8" | "spki" | "certificate";

/** The tags of a file's first fields. The parser of that kind checks the rest. */
type Shape = readonly number[];

const { integer, sequence, octetString, bitString } = TAG;

const READABLE: readonly (readonly [DerKind, Shape])[] = [
  ["pkcs8", [integer, sequence, octetString]],
  ["encrypted_pkcs8", [sequence, octetString]],
  ["spki", [sequence, bitString]],
  ["certificate", [sequence, sequence, bitString]],
];

const UNREADABLE: readonly (readonly [kind: string, Shape, hint?: string])[] = [
  ["an RSA private or public key in its old form (PKCS #1)", [integer, integer]],
  ["an elliptic-curve private key in its old form (SEC 1)", [integer, octetString]],
  ["a PKCS #12 file", [integer, sequence, sequence], FROM_PKCS12],
];

/** Detects the kind of a DER file. Throws SyntaxError, or `invalid_key` for a kind that is not supported. */
export function derKind(der: Bytes): DerKind {
  const fields = sequenceFields(readDer(der));
  const readable = READABLE.find(([, shape]) => startsWith(fields, shape));
  if (readable !== undefined) return readable[0];
  const unreadable = UNREADABLE.find(([, shape]) => startsWith(fields, shape));
  const [kind, , hint] = unreadable ?? ["DER, but not a known kind of key"];
  throw invalidKey(`it is ${kind}`, { hint });
}

function startsWith(fields: readonly DerValue[], shape: Shape): boolean {
  return shape.every((tag, index) => fields[index]?.tag === tag);
}
