import { BUILD } from "../build.ts";

/** What this process runs on. */
export interface Runtime {
  readonly deno: string;
  readonly v8: string;
  readonly target: string;
  readonly cores: number;
  /** The state of each permission, as the runtime itself answers. */
  readonly permissions: () => Promise<Readonly<Record<PermissionName, PermissionState>>>;
  /** False where owners and modes of files say nothing, or the user says so. */
  readonly doFileModesCount: () => boolean;
  /** False where the runtime would refuse every connection. */
  readonly mayUseNetwork: () => Promise<boolean>;
}

/** The kinds of permission that Deno knows. */
export type PermissionName = "read" | "write" | "net" | "env" | "run" | "ffi" | "sys";

/** "partial" is some of it: named variables, of the system only the user's number. */
export type PermissionState = "granted" | "partial" | "denied";

/** What `--version` prints: version, runtime, and which build this is and where its runtime came from. */
export function describeVersion({ deno, v8 }: Runtime): string {
  return [
    `cloacina ${BUILD.version}`,
    `deno ${deno} (v8 ${v8})`,
    `build ${BUILD.kind}, target ${BUILD.target}, commit ${BUILD.commit}, compiled by deno ${BUILD.compiler}`,
    `runtime ${BUILD.runtime}`,
  ].join("\n");
}
