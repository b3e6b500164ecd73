import { CLAIMS_TYPE, type Statement } from "../../domain/statement.ts";
import { toRfc3339 } from "../rfc3339.ts";

/** What a statement says, as labels and untrusted values; `how` is "claimed" where its signature was not verified. */
export function statementRows(
  { claims, expires, predicateType }: Statement,
  how: "signed" | "claimed",
): readonly (readonly [label: string, value: string])[] {
  return [
    ...Object.entries(claims).map(([name, value]) =>
      [`claim ${name}`, `${value} (${how})`] as const
    ),
    ...(expires === null ? [] : [["expires", `${toRfc3339(expires)} (${how})`] as const]),
    ...(predicateType === CLAIMS_TYPE ? [] : [["predicate", `${predicateType} (${how})`] as const]),
  ];
}
