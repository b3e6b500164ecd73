import { CloacinaError, type ErrorCode } from "../errors.ts";

/** The store or the server that was asked, and what chose it. */
export interface AskedPlace {
  readonly location: string;
  readonly because: string;
}

/** The verdicts that rest on what a store or a server does not have: of another one they might be others. */
const VERDICTS: readonly ErrorCode[] = ["untrusted_signer", "signature_not_found"];

/** A place as messages say it. */
export function placeText({ location, because }: AskedPlace): string {
  return `${location}, chosen by ${because}`;
}

/** Does work that asks a place. A verdict that rests on what is not there names it. */
export async function namingPlace<Result>(
  place: AskedPlace,
  work: () => Promise<Result>,
): Promise<Result> {
  return await work().catch((thrown) => {
    throw extended(thrown, VERDICTS, ` (in ${placeText(place)})`);
  });
}

/** Does work with a store. One that cannot be used may be another one than was meant: the error says what chose it. */
export async function namingReason<Result>(
  because: string,
  work: () => Promise<Result>,
): Promise<Result> {
  return await work().catch((thrown) => {
    throw extended(thrown, ["store_unavailable"], ` (chosen by ${because})`);
  });
}

/** An error of one of these codes with more in its message, where that does not stand there already. */
function extended(thrown: unknown, codes: readonly ErrorCode[], more: string): unknown {
  if (!(thrown instanceof CloacinaError) || !codes.includes(thrown.code)) return thrown;
  const { code, message, hint, cause } = thrown;
  return message.endsWith(more) ? thrown : new CloacinaError(code, message + more, { hint, cause });
}

/** What is said where answers came from a standby; `place` is what gave them, `refusal` what would have refused them. */
export function standbyWarning(place: string, refusal: string): string {
  return `warning: ${place} answered as a standby, which may be behind its primary: what was revoked a moment ` +
    `ago may still count; ${refusal} refuses that`;
}
