import { ed25519Verifier } from "../../crypto/ed25519.ts";
import type { HashedPackage } from "../../domain/package_hash.ts";
import type { Statement } from "../../domain/statement.ts";
import { CloacinaError } from "../../errors.ts";
import { checkStatement } from "../../formats/statement/check_statement.ts";
import { requireClaims } from "./require_claims.ts";
import type { Stated } from "./stated.ts";

/** As `judgeStatement`, where there is a statement or one is demanded. */
export async function demandStatement(
  hashed: HashedPackage,
  { signature: { statement }, publicKey, demands, now }: Stated,
): Promise<Statement> {
  if (statement === undefined) {
    throw new CloacinaError(
      "claim_mismatch",
      `Cannot verify ${hashed.name}: its signature has no statement`,
      { hint: "the signer added none, or someone removed it: ask the signer" },
    );
  }
  const verify = ed25519Verifier(publicKey.bytes);
  const checked = await checkStatement(hashed, statement, { verify, at: demands.at ?? now });
  await requireClaims(checked, demands.requirements, hashed.name);
  return checked;
}
