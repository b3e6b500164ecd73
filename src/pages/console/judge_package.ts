import type { PackageHash } from "../../domain/package_hash.ts";
import { Failure } from "./api/failure.ts";
import type { Viewed } from "./session.ts";

/** What is said of a package. */
export interface Verdict {
  readonly isGood: boolean;
  readonly title: string;
  readonly reason: string;
  readonly warnings: readonly string[];
}

/**
 * What the engine would answer to an upload; for a token of one organisation, which may not be told, whether the stored
 * signatures verify.
 */
export async function judge(
  { api, orgId, rights }: Pick<Viewed, "api" | "orgId" | "rights">,
  hash: PackageHash,
): Promise<Verdict> {
  return rights.seesAllOrgs
    ? await preflight(api, { orgId, hash })
    : await verify(api, { orgId, hash });
}

type Asked = Pick<Viewed, "orgId"> & { readonly hash: PackageHash };

async function preflight(
  { package: { preflight } }: Viewed["api"],
  asked: Asked,
): Promise<Verdict> {
  const { answer, reason, warnings } = await preflight(asked);
  const isGood = answer === "accepted";
  const title = isGood ? "The engine would accept it." : `The engine would refuse it: ${answer}`;
  return { isGood, title, reason, warnings };
}

async function verify({ package: { verify } }: Viewed["api"], asked: Asked): Promise<Verdict> {
  try {
    const { key, isFromStandby } = await verify({ ...asked, name: "", signature: null });
    const signer = key.name ?? key.publicKey.fingerprint;
    return {
      isGood: true,
      title: "A stored signature verifies.",
      reason: `It is by ${signer}, which this organisation trusts.`,
      warnings: isFromStandby ? ["A standby of the database answered, which may lag behind."] : [],
    };
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.kind !== "refused") throw thrown;
    const title = `It does not verify: ${thrown.code}`;
    return { isGood: false, title, reason: thrown.message, warnings: [] };
  }
}
