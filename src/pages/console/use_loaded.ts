import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Failure } from "./api/failure.ts";
import { secondsBefore } from "./back_off.ts";

/** Something that is asked of the server. A value stays on screen while it is asked for again. */
export interface Loaded<Value> {
  /** Undefined until the first answer. */
  readonly value: Value | undefined;
  readonly failure: Failure | null;
  /** Seconds until it is tried again by itself; null if it is not. */
  readonly retryIn: number | null;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

type State<Value> = Omit<Loaded<Value>, "reload"> & { readonly key: string };

/**
 * Loads a value, again whenever its key changes. While the server is unavailable, tries again, each time a little later,
 * and keeps what was there. An answer to an earlier key is dropped.
 */
export function useLoaded<Value>(key: string, load: () => Promise<Value>): Loaded<Value> {
  const nothing = { value: undefined, failure: null, retryIn: null, isLoading: true, key };
  const [state, setState] = useState<State<Value>>(nothing);
  const [turn, setTurn] = useState(0);
  const attempt = useRef(0);
  useEffect(() => {
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (failure: Failure) => {
      attempt.current += 1;
      const retryIn = failure.kind === "unavailable" ? secondsBefore(attempt.current) : null;
      setState((before) => ({ ...before, failure, retryIn, isLoading: false }));
      if (retryIn !== null) timer = setTimeout(() => setTurn((n) => n + 1), retryIn * 1000);
    };
    setState((before) => before.key === key ? { ...before, isLoading: true } : nothing);
    load().then((value) => {
      if (!isCurrent) return;
      attempt.current = 0;
      setState({ value, failure: null, retryIn: null, isLoading: false, key });
    }, (thrown) => {
      if (isCurrent) again(toFailure(thrown));
    });
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  const shown = state.key === key ? state : nothing;
  return { ...shown, reload };
}

/** What is no failure of a request is a bug, and is shown as one. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new Failure("refused", message, "internal_error");
}
