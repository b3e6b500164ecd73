import { ObjectIdentifier } from "asn1js";
import type { Bytes } from "../../crypto/bytes.ts";
import { equalBytes } from "../bytes.ts";
import type { DerValue } from "./der.ts";

/** Identifier octets of the universal types in keys (X.690, section 8). */
export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  sequence: 0x30,
} as const;

/** The fields of a SEQUENCE, between `least` and `most` of them. Throws SyntaxError for any other value. */
export function sequenceFields(
  value: DerValue | undefined,
  least = 0,
  most = Infinity,
): readonly DerValue[] {
  const count = value?.children.length ?? 0;
  if (value?.tag !== TAG.sequence || count < least || count > most) {
    throw new SyntaxError("its DER does not have the fields of a key");
  }
  return value.children;
}

/** The octets of an OCTET STRING, as a view. Throws SyntaxError for any other value. */
export function octets(value: DerValue | undefined): Bytes {
  if (value?.tag !== TAG.octetString) throw new SyntaxError("its DER lacks an octet string");
  return value.content;
}

/** A non-negative INTEGER of up to four bytes, in its shortest form. Throws SyntaxError for any other value. */
export function smallInteger(value: DerValue | undefined): number {
  const content = value?.tag === TAG.integer ? value.content : new Uint8Array();
  const [first = 0, second = 0] = content;
  const isPadded = content.length > 1 && first === 0 && second < 0x80;
  if (content.length < 1 || content.length > 4 || first >= 0x80 || isPadded) {
    throw new SyntaxError("its DER lacks a small integer");
  }
  return parseInt(content.toHex(), 16);
}

/** Whether a value is this OBJECT IDENTIFIER, given in dotted form. */
export function isObjectIdentifier(value: DerValue | undefined, dotted: string): boolean {
  if (value?.tag !== TAG.objectIdentifier) return false;
  const expected = new ObjectIdentifier({ value: dotted }).valueBlock.toBER();
  return equalBytes(value.content, new Uint8Array(expected));
}
