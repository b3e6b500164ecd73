import { CloacinaError } from "../../errors.ts";

/** An abort signal for Ctrl-C, SIGTERM and `interrupt`. */
export function listenForInterrupt(): {
  readonly signal: AbortSignal;
  readonly interrupt: () => void;
} {
  const controller = new AbortController();
  const names: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  const interrupt = () => {
    // Only once: a second Ctrl-C ends the process at once.
    for (const name of names) Deno.removeSignalListener(name, interrupt);
    controller.abort(new CloacinaError("interrupted", "Cannot finish the command: interrupted"));
  };
  for (const name of names) Deno.addSignalListener(name, interrupt);
  return { signal: controller.signal, interrupt };
}
