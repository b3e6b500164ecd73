import { fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Fields } from "../terminal/output.ts";
import { shownField } from "./shown_field.ts";

/** A stored signature, whose row may be damaged, as lines of text. */
export function storedSignatureFields(row: Stored<SignatureRecord>): Fields {
  const { id, packageHash, keyFingerprint, orgId, signedAt } = fieldsOf(row);
  return [
    ["signature id", shownField(id, String)],
    ["package", shownField(packageHash, String)],
    ["signed by", shownField(keyFingerprint, String)],
    ["organisation", shownField(orgId, String, "none")],
    ["signed at", `${shownField(signedAt, toRfc3339)} (claimed, not signed)`],
    ...(isDamaged(row) ? [["fault", row.fault] as const] : []),
  ];
}
