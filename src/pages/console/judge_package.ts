import type { PackageHash } from "../../domain/package_hash.ts";
import { serverAnswer } from "../../domain/upload.ts";
import { Failure } from "./api/failure.ts";
import type { Viewed } from "./session.ts";

/** What is said of a package. */
export interface Verdict {
  readonly isGood: boolean;
  readonly title: string;
  readonly reason: string;
  readonly warnings: readonly string[];
}

/** A package that is judged. */
export interface JudgedFile {
  readonly hash: PackageHash;
  /** Why the engine would refuse the file, whoever signed it. */
  readonly warnings: readonly string[];
}

/**
 * What the engine would answer to an upload; for a token of one organisation, which may not be told, whether the stored
 * signatures verify. A file that the engine would refuse is never good.
 */
export async function judge(
  { api, orgId, rights }: Pick<Viewed, "api" | "orgId" | "rights">,
  file: JudgedFile,
): Promise<Verdict> {
  const ask = rights.seesAllOrgs ? preflight : verify;
  const { isGood, warnings, ...said } = await ask(api, { orgId, ...file });
  return {
    ...said,
    isGood: isGood && file.warnings.length === 0,
    warnings: [...file.warnings, ...warnings],
  };
}

type Asked = Pick<Viewed, "orgId"> & JudgedFile;

async function preflight(
  { package: { preflight } }: Viewed["api"],
  { warnings: fileWarnings, ...asked }: Asked,
): Promise<Verdict> {
  const { answer, reason, warnings } = await preflight(asked);
  const title = `The engine's server ${serverAnswer(answer, fileWarnings)}.`;
  return { isGood: answer === "accepted", title, reason, warnings };
}

async function verify(
  { package: { verify } }: Viewed["api"],
  { orgId, hash }: Asked,
): Promise<Verdict> {
  try {
    const { key, isFromStandby } = await verify({ orgId, hash, name: "", signature: null });
    const signer = key.name ?? key.publicKey.fingerprint;
    return {
      isGood: true,
      title: "A stored signature verifies.",
      reason: `It is by ${signer}, which this organisation trusts.`,
      warnings: isFromStandby ? ["A standby of the database answered, which may lag behind."] : [],
    };
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.kind !== "refused") throw thrown;
    const title = `It does not verify: ${thrown.code}.`;
    return { isGood: false, title, reason: thrown.message, warnings: [] };
  }
}
