import type { Bytes } from "../../crypto/bytes.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { Statement } from "../../domain/statement.ts";
import { toCloacinaError } from "../../errors.ts";
import { parseStatement } from "./statement.ts";

/** What is stated with a signature, not verified; undefined if it cannot be read, or is about another package. */
export function claimedStatement(packageHash: PackageHash, payload: Bytes): Statement | undefined {
  try {
    const statement = parseStatement(payload, "the signature");
    return statement.packageHash === packageHash ? statement : undefined;
  } catch (thrown) {
    const error = toCloacinaError(thrown);
    if (error.code !== "malformed_signature") throw error;
    return undefined;
  }
}
