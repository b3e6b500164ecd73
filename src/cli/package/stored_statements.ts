import { packageByHash } from "../../domain/package_hash.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { statementRefusal } from "../../operations/package/statement_refusal.ts";
import type { CliContext } from "../context.ts";

/** What replaces a stored statement, also one whose row is damaged. */
export const STATE_ANEW = "sign the package again, with --store and all that it is to state";

/** Warns of signatures that are stored with what was stated before, where `package verify` refuses them for it. */
export async function warnOfStatements(
  { terminal, now }: CliContext,
  signatures: readonly PackageSignature[],
  publicKey: Pick<PublicKey, "bytes">,
): Promise<void> {
  for (const signature of signatures) {
    const { packageHash: hash } = signature;
    const stated = { signature, publicKey, now: now() };
    const reason = await statementRefusal(packageByHash(hash), stated);
    if (reason === null) continue;
    await terminal.tell(
      `warning: the package ${hash} is stored with what was stated before, and \`package verify\` ` +
        `refuses it (${reason}): ${STATE_ANEW}`,
    );
  }
}
