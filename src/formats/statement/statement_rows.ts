import { quoted } from "../../domain/quoted.ts";
import { CLAIMS_TYPE, type Statement } from "../../domain/statement.ts";
import { toRfc3339 } from "../rfc3339.ts";

/** Labels and untrusted values. */
type Rows = readonly (readonly [label: string, value: string])[];

/** What a statement says; `how` is "claimed" where its signature was not verified. */
export function statementRows(statement: Statement, how: "signed" | "claimed"): Rows {
  return rowsOf(statement).map(([label, value]) => [label, `${value} (${how})`]);
}

/** The same in one line, each value in quotes, so that none is taken for another; empty if there is nothing to show. */
export function statementLine(statement: Statement): string {
  return rowsOf(statement).map(([label, value]) => `${label} ${quoted(value)}`).join(", ");
}

function rowsOf({ claims, expires, predicateType }: Statement): Rows {
  return [
    ...Object.entries(claims).map(([name, value]) => [`claim ${name}`, value] as const),
    ...(expires === null ? [] : [["expires", toRfc3339(expires)] as const]),
    ...(predicateType === CLAIMS_TYPE ? [] : [["predicate", predicateType] as const]),
  ];
}
