import type { SignedStatement } from "../../domain/statement.ts";
import { parseStatement } from "../../formats/statement/statement.ts";
import { statementRows } from "../../formats/statement/statement_rows.ts";
import type { Fields } from "../terminal/output.ts";

/** What a signature that was just made states. Loaded on demand: most state nothing. */
export function madeStatement({ payload }: SignedStatement): Fields {
  return statementRows(parseStatement(payload, "the signature"), "signed");
}
