import { BUILD } from "../build.ts";
import type { Runtime } from "./runtime.ts";

/** What `--version` prints: version, runtime, and which build this is and where its runtime came from. */
export function describeVersion({ deno, v8 }: Runtime): string {
  return [
    `cloacina ${BUILD.version}`,
    `deno ${deno} (v8 ${v8})`,
    `build ${BUILD.kind}, target ${BUILD.target}, commit ${BUILD.commit}, compiled by deno ${BUILD.compiler}`,
    `runtime ${BUILD.runtime}`,
  ].join("\n");
}
