import { hasExpired } from "../../domain/expiry.ts";
import { fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { Statement } from "../../domain/statement.ts";
import type { StatedSignature } from "../../domain/stored_signature.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import { claimedStatement } from "../../formats/statement/claimed_statement.ts";
import { statementLine } from "../../formats/statement/statement_rows.ts";
import type { ListingFormat } from "../terminal/listing.ts";
import { storedJson } from "./record_json.ts";
import { shownField } from "./shown_field.ts";

/** How stored signatures are listed whose statements were not looked up. */
export const SIGNATURE_LISTING: ListingFormat<Stored<SignatureRecord>> = {
  noun: "signatures",
  columns: [
    { title: "package", shortenTo: 12 },
    { title: "signed by", shortenTo: 12 },
    { title: "organisation", shortenTo: 12 },
    { title: "signed at (claimed)" },
    { title: "status" },
  ],
  toJson: (row) => storedJson("StoredSignature", row),
  toRow: (row) => [...toCells(row), isDamaged(row) ? "damaged" : "stored"],
};

/** How those of one package are listed, with what they state, which is not verified either. */
export function statedListing(now: Date): ListingFormat<Stored<StatedSignature>> {
  const [ofPackage, ...columns] = SIGNATURE_LISTING.columns;
  return {
    ...SIGNATURE_LISTING,
    columns: [{ ...ofPackage!, mayBeLeftOut: true }, ...columns, { title: "states (claimed)" }],
    toRow: (row) => {
      const statement = statementOf(row);
      const isExpired = hasExpired(statement?.expires ?? null, now);
      const status = isDamaged(row) ? "damaged" : isExpired ? "expired" : "stored";
      const states = shownField(statement, (one) => statementLine(one) || "no claims", "nothing");
      return [...toCells(row), status, states];
    },
  };
}

function toCells(row: Stored<SignatureRecord>): readonly string[] {
  const { packageHash, keyFingerprint, orgId, signedAt } = fieldsOf(row);
  return [
    shownField(packageHash, String),
    shownField(keyFingerprint, String),
    shownField(orgId, String, "none"),
    shownField(signedAt, toRfc3339),
  ];
}

/** Null if nothing is stated, undefined if it cannot be read. */
function statementOf(row: Stored<StatedSignature>): Statement | null | undefined {
  if (isDamaged(row)) return undefined;
  const { packageHash, statement } = row;
  return statement === undefined ? null : claimedStatement(packageHash, statement.payload);
}
