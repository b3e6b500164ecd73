import { CloacinaError } from "../errors.ts";
import { fieldsOf } from "./damaged.ts";
import type { SignatureRemoval } from "./stored_signature.ts";
import { firstFew } from "./first_few.ts";

/** The `last_signature` of a removal that nothing forces. It names the organisations that are shown. */
export function lastSignature(
  { signature, lastFor }: Pick<SignatureRemoval, "signature" | "lastFor">,
): CloacinaError {
  const { packageHash, keyFingerprint } = fieldsOf(signature);
  const whose = firstFew(lastFor.map((orgId) => `organisation ${orgId}`)).join(", ");
  const state = whose === ""
    ? "an organisation that trusts its signer has no other good one"
    : `it is the last good one of ${whose}`;
  return new CloacinaError(
    "last_signature",
    `Cannot remove the signature of ${packageHash} by ${keyFingerprint}: ${state}`,
    { hint: "store another good signature first, or remove it all the same with --force" },
  );
}
