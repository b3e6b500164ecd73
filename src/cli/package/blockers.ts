import type { OrgId } from "../../domain/ids.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { Blocker } from "../../domain/stored_signature.ts";
import type { CloacinaError } from "../../errors.ts";
import type { Operations } from "../../operations/operations.ts";
import type { CliContext } from "../context.ts";

/** The stored signatures that the engine reads before all others and that do not pass, by the hash of their package. */
export type Blockers = ReadonlyMap<PackageHash, Blocker>;

/** Asks which of these packages are blocked for an organisation. */
export async function findBlockers(
  { signatures }: Operations,
  orgId: OrgId,
  hashes: Iterable<PackageHash>,
): Promise<Blockers> {
  const asked = [...new Set(hashes)];
  if (asked.length === 0) return new Map();
  const { items } = await signatures.blocking({ orgId, hashes: asked });
  return new Map(
    items.flatMap(({ packageHash, blockedBy }) =>
      blockedBy === null ? [] : [[packageHash, blockedBy]]
    ),
  );
}

/** Warns of each on standard error; but not of a signer that an error of these names already. */
export async function warnOfBlockers(
  { terminal }: CliContext,
  { orgId, blockers }: { readonly orgId: OrgId; readonly blockers: Blockers },
  errors: readonly CloacinaError[] = [],
): Promise<void> {
  for (const [packageHash, blocker] of blockers) {
    const { signer } = blocker;
    const isNamed = errors.some(({ message }) => signer !== null && message.includes(signer));
    if (!isNamed) await terminal.tell(`warning: ${describe(orgId, packageHash, blocker)}`);
  }
}

function describe(orgId: OrgId, packageHash: PackageHash, blocker: Blocker): string {
  const { signer, reason } = blocker;
  const by = signer === null ? "" : `, by ${signer}`;
  const state = STATES[reason]?.(orgId) ?? `it does not pass (${reason})`;
  return `the engine reads only the first signature of the package ${packageHash}${by}: ${state}; ` +
    removalOf(packageHash, blocker);
}

/** Without an ID nothing removes a row. */
function removalOf(packageHash: PackageHash, { id, signer, reason }: Blocker): string {
  if (id === null) return "restore it from a backup";
  const which = signer === null ? `--id ${id}` : `--hash ${packageHash} --fingerprint ${signer}`;
  return `\`cloacina signatures remove ${which}\` removes it${unlessNeeded(reason)}`;
}

/** Where a removal is refused: a signature that passes for nobody is always removed. */
export function unlessNeeded(reason: string): string {
  const passesForNobody = reason === "invalid_signature" || reason === "malformed_signature";
  return passesForNobody ? "" : ", unless it is the last good one of another organisation";
}

/** Why a signature does not pass, in words. */
const STATES: Partial<Record<Blocker["reason"], (orgId: OrgId) => string>> = {
  untrusted_signer: (orgId) => `organisation ${orgId} does not trust that key`,
  key_revoked: (orgId) => `organisation ${orgId} revoked its trust in that key`,
  invalid_signature: () => "it is not valid",
  malformed_signature: () => "its row is damaged",
  key_integrity: () => "the row of the trusted key is damaged",
};
