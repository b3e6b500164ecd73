import type { CloacinaError, ErrorCode } from "../errors.ts";

/**
 * From what says most to what says least, where several signatures of a package fail each in its own way. A store that
 * lies comes before all. Then a trusted key under which a signature does not hold: somebody forged or damaged it. Then a
 * signer that the organisation once trusted and revoked. A signer that nobody trusts is only that.
 */
const ORDER: readonly ErrorCode[] = [
  "key_integrity",
  "package_tampered",
  "invalid_signature",
  "key_revoked",
  "untrusted_signer",
];

/** The failure that says most; of equals, the first. There must be at least one. */
export function mostTelling(failures: readonly CloacinaError[]): CloacinaError {
  return failures.toSorted((left, right) => rank(left) - rank(right))[0]!;
}

/** Whether this is wrong with a signature or its signer; false for what is wrong with the store or the program. */
export function isOfSignature({ code }: CloacinaError): boolean {
  return ORDER.includes(code);
}

/** A code that is not of a signature, such as `store_unavailable`, comes first of all. */
function rank({ code }: CloacinaError): number {
  return ORDER.indexOf(code);
}
