import { type PackageHash, packageHashBytes } from "../../domain/package_hash.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import type { StatementTerms } from "../../domain/statement.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Clock } from "../parts.ts";
import { signMessage } from "../sign_message.ts";
import type { Signer } from "../signer.ts";

/** Signs a package hash. */
export async function signPackage(
  signer: Signer,
  packageHash: PackageHash,
  clock: Clock,
): Promise<PackageSignature> {
  return {
    packageHash,
    keyFingerprint: signer.fingerprint,
    signature: await signMessage(signer, packageHashBytes(packageHash)),
    signedAt: toRfc3339(clock()),
  };
}

/** What is signed of a package: its hash, and with terms a statement about it. */
interface ToSign {
  readonly hash: PackageHash;
  readonly terms: StatementTerms | undefined;
}

/** Signs a package hash, and states what was asked for. What that takes is loaded on demand. */
export async function signStating(
  signer: Signer,
  { hash, terms }: ToSign,
  clock: Clock,
): Promise<PackageSignature> {
  const signature = await signPackage(signer, hash, clock);
  if (terms === undefined) return signature;
  const { signStatement } = await import("./sign_statement.ts");
  return { ...signature, statement: await signStatement(signer, hash, terms) };
}
