import type { HashedPackage } from "../../domain/package_hash.ts";
import { NO_DEMANDS } from "../../domain/statement.ts";
import { isOfSignature } from "../../domain/verification_failure.ts";
import { type ErrorCode, toCloacinaError } from "../../errors.ts";
import { judgeStatement } from "./judge_statement.ts";
import type { Stated } from "./stated.ts";

/** Why `package verify` refuses a signature that is good, for what it states; null if it does not. */
export async function statementRefusal(
  hashed: HashedPackage,
  stated: Omit<Stated, "demands">,
): Promise<ErrorCode | null> {
  try {
    await judgeStatement(hashed, { ...stated, demands: NO_DEMANDS });
    return null;
  } catch (thrown) {
    const error = toCloacinaError(thrown);
    if (!isOfSignature(error)) throw error;
    return error.code;
  }
}
