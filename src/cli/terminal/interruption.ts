import { NEVER } from "./never.ts";

/** How Ctrl-C ends a command: at once, but never in the middle of a write. */
export interface Interruption {
  /** The task's result; or the signal's reason, once what was begun under `finishFirst` is finished. */
  readonly race: <Result>(task: Promise<Result>) => Promise<Result>;
  /** Begins a task that must not be cut off. Throws the signal's reason where it is aborted already. */
  readonly finishFirst: <Result>(begin: () => Promise<Result>) => Promise<Result>;
  /** Runs a task that ends by itself once the signal is aborted: then nothing is cut off, and no race ends for it. */
  readonly endByItself: <Result>(task: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
}

/** Makes an interruption of a signal whose reason is the error that the command then ends with. */
export function createInterruption(signal: AbortSignal): Interruption {
  const unfinished = new Set<Promise<unknown>>();
  let endsByItself = false;
  const interrupted = aborted(signal).then(async (reason) => {
    if (endsByItself) return await NEVER;
    await Promise.allSettled(unfinished);
    throw reason;
  });
  // Where nothing is raced against it, its rejection is no fault.
  interrupted.catch(() => {});
  return {
    race: (task) => Promise.race([task, interrupted]),
    finishFirst: (begin) => {
      signal.throwIfAborted();
      const task = begin();
      unfinished.add(task);
      return task.finally(() => unfinished.delete(task));
    },
    endByItself: async (task) => {
      signal.throwIfAborted();
      endsByItself = true;
      return await task(signal).finally(() => endsByItself = false);
    },
  };
}

/** The signal's reason, once it is aborted. */
function aborted(signal: AbortSignal): Promise<unknown> {
  if (signal.aborted) return Promise.resolve(signal.reason);
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(signal.reason), { once: true });
  });
}
