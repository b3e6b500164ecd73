import { TENANT_NOTICE } from "../domain/tenant_notice.ts";
import { type ErrorCode, hasCode } from "../errors.ts";

/** A store or server, and what chose it. */
export interface NamedPlace {
  readonly location: string;
  readonly because: string;
  readonly isServer: boolean;
}

/** The store or the server that was asked. */
export interface AskedPlace extends NamedPlace {
  /** Whether the engine's server may look elsewhere, see `Store.isTenants`; of a server's store it is not known. */
  readonly isTenants: () => Promise<boolean>;
  /** Whether every organisation may be asked about: a server's token may be for one. */
  readonly showsAllOrgs: () => Promise<boolean>;
}

/** Warns where the engine's server may not see what is about to be stored in a place. Returns the warnings. */
export async function warnOfTenant(
  { isTenants }: AskedPlace,
  warn: (text: string) => Promise<void>,
): Promise<readonly string[]> {
  if (!await isTenants()) return [];
  await warn(`warning: ${TENANT_NOTICE}`);
  return [TENANT_NOTICE];
}

/** Verdicts that depend on what a store or server does not have: another one might give another verdict. */
const VERDICTS: readonly ErrorCode[] = ["untrusted_signer", "signature_not_found"];

/** A place as messages name it. */
export function placeText({ location, because }: Pick<AskedPlace, "location" | "because">): string {
  return `${location}, chosen by ${because}`;
}

/** Does work that asks a place. A verdict that depends on what it does not have names the place. */
export async function namingPlace<Result>(
  place: NamedPlace,
  work: () => Promise<Result>,
): Promise<Result> {
  return await work().catch((thrown) => {
    throw extended(thrown, VERDICTS, ` (in ${placeText(place)})`);
  });
}

/** Does work with a store. The error for one that cannot be used says what chose it, as it may be the wrong one. */
export async function namingReason<Result>(
  because: string,
  work: () => Promise<Result>,
): Promise<Result> {
  return await work().catch((thrown) => {
    throw extended(thrown, ["store_unavailable"], ` (chosen by ${because})`);
  });
}

/** Appends text to the message of an error that has one of these codes, unless it ends with the text already. */
function extended(thrown: unknown, codes: readonly ErrorCode[], more: string): unknown {
  if (!hasCode(thrown, ...codes)) return thrown;
  const { message } = thrown;
  return message.endsWith(more) ? thrown : thrown.with({ message: message + more });
}

/** The warning that `place` answered as a standby; `refusal` is the flag that refuses standbys. */
export function standbyWarning(place: string, refusal: string): string {
  return `warning: ${place} answered as a standby, which may be behind its primary: what was revoked a moment ` +
    `ago may still count; ${refusal} refuses that`;
}
