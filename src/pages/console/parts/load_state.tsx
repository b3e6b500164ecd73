import type { ComponentChildren } from "preact";
import type { Loaded } from "../use_loaded.ts";
import { Text } from "./text.tsx";

interface LoadStateProps<Value> {
  readonly of: Loaded<Value>;
  readonly children: (value: Value) => ComponentChildren;
}

/** Something that is loaded, and a line of why it is not, or no longer fresh. */
export function LoadState<Value>({ of, children }: LoadStateProps<Value>) {
  const { value, failure, retryIn, reload } = of;
  return (
    <>
      <div role="status" class="load-state">
        {failure !== null && (
          <p class="problem">
            <Text of={failure.message} /> {retryIn !== null && <>Trying again in {retryIn} s.</>}
            {" "}
            {value !== undefined && "What is shown is from before."}{" "}
            <button type="button" onClick={reload}>Try now</button>
          </p>
        )}
        {failure === null && value === undefined && <p class="muted">Loading…</p>}
      </div>
      {value !== undefined && children(value)}
    </>
  );
}
