import { quoted } from "../../domain/quoted.ts";
import { shownTime } from "../../domain/shown_text.ts";
import { CloacinaError } from "../../errors.ts";
import type { CliContext, ConnectToServer } from "../context.ts";
import type { RemoteFlags } from "./remote_flags.ts";

/** Longer than a cluster takes to fail over; nobody waits at a terminal for that. */
const IN_CI_MS = 60_000;

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000 };

/**
 * For how long a server that is out of reach is tried, and a note that says so; without `--retry-for`, a few times, and
 * in CI a minute. Throws `invalid_request`.
 */
export function retryLimit(
  context: CliContext,
  flags: Pick<RemoteFlags, "retryFor">,
): Pick<Parameters<ConnectToServer>[0], "retryFor" | "onRetry"> {
  const retryFor = readRetryFor(context, flags);
  if (retryFor === null) return { retryFor };
  const onRetry = async (failure: string) => {
    const state = failure.replace(/^C/, "c");
    const limit = `${retryFor / 1000} s`;
    await context.terminal.note(`note: ${state}; trying again for up to ${limit}`);
  };
  return { retryFor, onRetry };
}

/** In milliseconds; null for a few times. */
function readRetryFor(
  { env }: CliContext,
  { retryFor }: Pick<RemoteFlags, "retryFor">,
): number | null {
  if (retryFor === undefined) return env("CI") === "true" ? IN_CI_MS : null;
  const [, count, unit] = /^(\d{1,3})([sm])$/.exec(retryFor) ?? [];
  if (count !== undefined && unit !== undefined) return Number(count) * UNITS_MS[unit]!;
  const message = `Cannot read --retry-for ${quoted(shownTime(retryFor))}: it is not a duration`;
  throw new CloacinaError("invalid_request", message, { hint: "use 60s or 5m" });
}
