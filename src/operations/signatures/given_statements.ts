import type { PackageSignature } from "../../domain/signature.ts";
import type { SignedStatement } from "../../domain/statement.ts";

type Named = Pick<PackageSignature, "packageHash" | "keyFingerprint">;

/** What signatures state that are stored together: of several of a package by one key, the last statement counts. */
export function givenStatements(
  signatures: readonly PackageSignature[],
): (signature: Named) => SignedStatement | undefined {
  const statements = new Map(
    signatures.flatMap((one) => one.statement === undefined ? [] : [[nameOf(one), one.statement]]),
  );
  return (signature) => statements.get(nameOf(signature));
}

function nameOf({ packageHash, keyFingerprint }: Named): string {
  return `${packageHash} ${keyFingerprint}`;
}
