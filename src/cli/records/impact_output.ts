import { fieldsOf, type Stored } from "../../domain/damaged.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import type { TrustRevocation } from "../../domain/revocation.ts";
import type { Fields } from "../terminal/output.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What a revocation of trust does, and what it does not. */
type Impact = Pick<TrustRevocation, "impact" | "stillTrustedBy">;

interface Revocation extends Omit<TrustRevocation, "key"> {
  readonly key: Stored<{ readonly publicKey: PublicKey }>;
}

type Signature = TrustRevocation["impact"]["signatures"][number];

/** When it is described, and whether it ends trust, as that of a key for signing alone does not. */
interface Description {
  readonly isDone: boolean;
  readonly endsTrust: boolean;
}

/** What a revocation in a store does not reach. */
const ELSEWHERE = "except where --trust-key names the public key";

/** As lines of text: how many, that files are not among them, then each package. */
export function impactFields(revocation: Impact, { isDone, endsTrust }: Description): Fields {
  const { impact: { signatures }, stillTrustedBy } = revocation;
  const files = `signature files, which ${
    isDone ? "stop" : "would stop"
  } verifying too, ${ELSEWHERE}`;
  return [
    ["impact", countText(revocation, isDone)],
    ...(endsTrust ? [["not counted", files] as const] : []),
    ...signatures.map((signature) => ["package", describePackage(signature)] as const),
    ...stillTrustedBy.map((orgId) =>
      ["beware", `organisation ${orgId} still trusts it, and the engine follows that`] as const
    ),
  ];
}

function describePackage({ packageHash, keepsAnother, isFirst }: Signature): string {
  if (!keepsAnother) return `${packageHash} has no other good one`;
  const but = isFirst ? ", but the engine reads this one" : "";
  return `${packageHash} keeps another good signature${but}`;
}

/**
 * Warns of the packages that the engine refuses because it reads only their first signature, which is by the key. There
 * is no such package where a grant makes the engine go on trusting the key.
 */
export async function warnOfEngine(
  { tell }: Terminal,
  { key, impact: { signatures, isCutOff }, stillTrustedBy, isDryRun }: Revocation,
): Promise<void> {
  const { length } = signatures.filter(({ isFirst }) => isFirst);
  if (length === 0 || stillTrustedBy.length > 0) return;
  const count = `${isCutOff ? "at least " : ""}${length} ${length === 1 ? "package" : "packages"}`;
  const refuses = isDryRun ? "would refuse" : "refuses";
  const fingerprint = fieldsOf(key).publicKey?.fingerprint?.slice(0, 16);
  const remove = `cloacina signatures remove --hash HASH --fingerprint ${fingerprint}`;
  await tell(
    `warning: the engine reads only the first signature of a package, and ${refuses} ${count} whose first one is by ` +
      `this key: sign those that you know are genuine again with a trusted key, and remove that signature (\`${remove}\`)`,
  );
}

/** What would stop verifying, in words, for whoever is to confirm it. */
export function describePlan(revocation: Impact, endsTrust: boolean): string {
  const files = endsTrust
    ? `; signature files, which are not counted, would too, ${ELSEWHERE}`
    : "";
  return `${countText(revocation, false)}${files}`;
}

/** How many stored signatures stop verifying, in words. */
function countText({ impact: { signatures, isCutOff } }: Impact, isDone: boolean): string {
  const count = `${isCutOff ? "at least " : ""}${signatures.length}`;
  const isOne = signatures.length === 1;
  const verb = isDone ? isOne ? "stops" : "stop" : "would stop";
  return `${count} stored ${isOne ? "signature" : "signatures"} ${verb} verifying`;
}
