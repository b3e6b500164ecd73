import type { Patience, RetryLimit } from "../../src/http/client/client_retry.ts";

/** The patience of a client that never really waits, and what it meant to do. */
export interface RecordedPatience {
  readonly patience: Patience;
  readonly onRetry: NonNullable<RetryLimit["onRetry"]>;
  /** How long the client meant to wait between its tries, in milliseconds. */
  readonly pauses: readonly number[];
  /** What the client said of a failure, before it went on trying. */
  readonly notes: readonly string[];
}

/** Makes one; `whilePaused` is called in each pause. Nothing takes time but the pauses. */
export function recordedPatience(
  whilePaused: () => Promise<unknown> = () => Promise.resolve(),
  answerLimit = 30_000,
): RecordedPatience {
  const [pauses, notes]: [number[], string[]] = [[], []];
  const elapsed = () => pauses.reduce((sum, pause) => sum + pause, 0);
  const pause = async (milliseconds: number) => {
    pauses.push(milliseconds);
    await whilePaused();
  };
  const onRetry = (failure: string) => {
    notes.push(failure);
    return Promise.resolve();
  };
  return { patience: { answerLimit, pause, elapsed }, onRetry, pauses, notes };
}
