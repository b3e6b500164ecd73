import type { PackageSignature } from "../../domain/signature.ts";
import { type SignedBy, signedByText } from "../../domain/signed_by.ts";
import type { SignedStatement } from "../../domain/statement.ts";

/** What signatures state that are stored together: of several of a package by one key, the last statement counts. */
export function givenStatements(
  signatures: readonly PackageSignature[],
): (signature: SignedBy) => SignedStatement | undefined {
  const statements = new Map(
    signatures.flatMap((one) =>
      one.statement === undefined ? [] : [[signedByText(one), one.statement]]
    ),
  );
  return (signature) => statements.get(signedByText(signature));
}
