import type { Statement } from "../../domain/statement.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import { statementRows } from "../../formats/statement/statement_rows.ts";
import type { Json } from "../records/record_json.ts";
import type { Fields } from "../terminal/output.ts";

/** What a signature states, as it is printed beside its verification or its contents. */
export interface ShownStatement {
  readonly json: Json;
  readonly fields: Fields;
}

/** `how` is "signed", or "claimed" where the signature was not verified. */
export function shownStatement(
  statement: Statement,
  how: "signed" | "claimed",
): ShownStatement {
  const { claims, expires, predicateType } = statement;
  const end = expires && toRfc3339(expires);
  return {
    json: { stated: { claims, expires_at: end, predicate_type: predicateType } },
    fields: statementRows(statement, how),
  };
}
