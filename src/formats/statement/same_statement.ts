import type { SignedStatement } from "../../domain/statement.ts";
import { equalBytes } from "../bytes.ts";

/** Whether the same is stated, with the same signature. */
export function isSameStatement(one: SignedStatement, other: SignedStatement): boolean {
  return equalBytes(one.payload, other.payload) && equalBytes(one.signature, other.signature);
}
