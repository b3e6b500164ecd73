import type { PackageHash } from "../../domain/package_hash.ts";
import type { SignedStatement, StatementTerms } from "../../domain/statement.ts";
import { serializeStatement, statementMessage } from "../../formats/statement/statement.ts";
import { signMessage } from "../sign_message.ts";
import type { Signer } from "../signer.ts";

/** Signs a statement about a package. Throws `invalid_request` where it would be too large. */
export async function signStatement(
  signer: Signer,
  packageHash: PackageHash,
  terms: StatementTerms,
): Promise<SignedStatement> {
  const payload = serializeStatement(packageHash, terms);
  return { payload, signature: await signMessage(signer, statementMessage(payload)) };
}
