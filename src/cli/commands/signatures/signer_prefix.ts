import { fieldsOf, type Stored } from "../../../domain/damaged.ts";
import { hexPrefix } from "../../../domain/key_reference.ts";
import { quoted } from "../../../domain/quoted.ts";
import type { SignatureRecord } from "../../../domain/records.ts";
import { shownValue } from "../../../domain/shown_text.ts";
import { CloacinaError } from "../../../errors.ts";

/** The value of a flag as the beginning of a signer's fingerprint, or all of it. Throws `invalid_request`. */
export function signerPrefix(text: string, flag: "--fingerprint" | "--signer"): string {
  const prefix = hexPrefix(text);
  if (prefix !== undefined) return prefix;
  throw new CloacinaError(
    "invalid_request",
    `Cannot read ${flag} ${quoted(shownValue(text))}: it is not a prefix of a fingerprint`,
    { hint: "give at least the first eight characters of the signer's fingerprint" },
  );
}

/** Whether a signature's signer has a fingerprint with this prefix. */
export function isSignedBy(prefix: string): (row: Stored<SignatureRecord>) => boolean {
  return (row) => fieldsOf(row).keyFingerprint?.startsWith(prefix) ?? false;
}
