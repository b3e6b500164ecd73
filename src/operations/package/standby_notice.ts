import { CloacinaError } from "../../errors.ts";
import type { Store } from "../../store/store.ts";

/** The warning for answers from a standby. */
export const STANDBY_NOTICE =
  "this comes from a standby of the database, which may be behind its primary";

/** Runs the work, and reports whether anything was read from a standby, also in errors. */
export async function noticingStandby<Result>(
  { standbyReads }: Store,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly isFromStandby: boolean }> {
  const before = standbyReads();
  const isFromStandby = () => standbyReads() > before;
  try {
    const result = await work();
    return { result, isFromStandby: isFromStandby() };
  } catch (error) {
    throw isFromStandby() ? noticed(error) : error;
  }
}

function noticed(error: unknown): unknown {
  if (!(error instanceof CloacinaError) || error.code === "store_unavailable") return error;
  return error.with({ message: `${error.message} (${STANDBY_NOTICE})` });
}
