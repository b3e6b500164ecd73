import type { CloacinaError, ErrorCode } from "../errors.ts";

/**
 * Failures of several signatures of a package, the most important first: an inconsistent store; then an invalid
 * signature under a trusted key, which was forged or damaged; then one whose row is damaged; then a good one
 * whose statement is not as is demanded; then a signer that the organisation revoked; last a signer that is not trusted.
 */
const ORDER: readonly ErrorCode[] = [
  "key_integrity",
  "package_tampered",
  "invalid_signature",
  "malformed_signature",
  "signature_expired",
  "claim_mismatch",
  "key_revoked",
  "untrusted_signer",
];

/** The most important failure, or the first of several equal ones. There must be at least one. */
export function mostTelling(failures: readonly CloacinaError[]): CloacinaError {
  return failures.toSorted((left, right) => rank(left) - rank(right))[0]!;
}

/** Whether the failure concerns a signature or its signer, not the store or the program. */
export function isOfSignature({ code }: CloacinaError): boolean {
  return ORDER.includes(code);
}

/** Codes that do not concern a signature, such as `store_unavailable`, come first. */
function rank({ code }: CloacinaError): number {
  return ORDER.indexOf(code);
}
