import { quoted } from "../../domain/quoted.ts";
import { shownTime } from "../../domain/shown_text.ts";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import type { RemoteFlags } from "./remote_flags.ts";

/** Longer than a cluster takes to fail over; nobody waits at a terminal for that. */
const IN_CI_MS = 60_000;

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000 };

/**
 * For how long a server that is out of reach is tried, in milliseconds; null for a few times. Throws `invalid_request`.
 */
export function readRetryFor({ env }: CliContext, { retryFor }: RemoteFlags): number | null {
  if (retryFor === undefined) return env("CI") === "true" ? IN_CI_MS : null;
  const [, count, unit] = /^(\d{1,3})([sm])$/.exec(retryFor) ?? [];
  if (count !== undefined && unit !== undefined) return Number(count) * UNITS_MS[unit]!;
  const message = `Cannot read --retry-for ${quoted(shownTime(retryFor))}: it is not a duration`;
  throw new CloacinaError("invalid_request", message, { hint: "use 60s or 5m" });
}
