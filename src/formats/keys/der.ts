import { type BaseBlock, fromBER } from "asn1js";
import type { Bytes } from "../../crypto/bytes.ts";

/** One DER value (X.690): its identifier octet, its content octets and, if it is constructed, the values in them. */
export interface DerValue {
  readonly tag: number;
  readonly content: Bytes;
  readonly children: readonly DerValue[];
}

/** Limits for asn1js, more than any key needs. Input is not copied, so that wiping it leaves no secret behind. */
const LIMITS = { maxDepth: 16, maxNodes: 1000, parseEmbedded: false, copyInput: false };

const CONSTRUCTED = 0x20;

/** Parses `bytes` as one DER value. Contents are views of `bytes`. Throws SyntaxError, also for BER that is not DER. */
export function readDer(bytes: Bytes): DerValue {
  const { offset, result } = decode(bytes);
  if (offset !== bytes.length) throw new SyntaxError("it is not DER");
  return toDerValue(result);
}

function decode(bytes: Bytes): ReturnType<typeof fromBER> {
  try {
    return fromBER(bytes, LIMITS);
  } catch (cause) {
    // asn1js returns the offset -1 for most errors, and throws for a few.
    throw new SyntaxError("it is not DER", { cause });
  }
}

/** asn1js accepts BER, and some malformed input, so the encoding is checked here. */
function toDerValue({ idBlock, lenBlock, valueBlock, valueBeforeDecodeView }: BaseBlock): DerValue {
  const content = valueBeforeDecodeView.subarray(idBlock.blockLength + lenBlock.blockLength);
  const isShortest = idBlock.blockLength === 1 && !lenBlock.isIndefiniteForm &&
    lenBlock.length === content.length && lenBlock.blockLength === lengthOctets(content.length);
  if (!isShortest) throw new SyntaxError("it is BER, but not DER");
  const tag = (idBlock.tagClass - 1) << 6 | idBlock.tagNumber;
  if (tag === 0) throw new SyntaxError("it has a reserved tag");
  if (!idBlock.isConstructed) return { tag, content: content as Bytes, children: [] };
  const children = "value" in valueBlock ? valueBlock.value : undefined;
  // asn1js joins the parts of a constructed string into one value.
  if (!Array.isArray(children)) throw new SyntaxError("it has a field in pieces");
  return { tag: tag | CONSTRUCTED, content: content as Bytes, children: children.map(toDerValue) };
}

/** The number of octets of a length in its shortest form (X.690, section 10.1), up to 64 KiB. */
function lengthOctets(length: number): number {
  if (length < 0x80) return 1;
  return length < 0x100 ? 2 : 3;
}
