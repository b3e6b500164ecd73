import { BUILD } from "../build.ts";

/** What this process runs on. */
export interface Runtime {
  readonly deno: string;
  readonly v8: string;
  readonly target: string;
  readonly cores: number;
  /** The state of each permission, as the runtime itself answers. */
  readonly permissions: () => Promise<Readonly<Record<PermissionName, PermissionState>>>;
  /** False if the system has no owners and modes of files, or the user chose to ignore them. */
  readonly doFileModesCount: () => boolean;
  /** Whether this program connects to Unix sockets; without a network it never does, "denied" by the runtime, or "refused" by itself alone. */
  readonly sockets: () => Promise<"granted" | "denied" | "refused">;
  /** False if the runtime refuses every connection. */
  readonly mayUseNetwork: () => Promise<boolean>;
}

/** The kinds of permission that Deno knows. */
export type PermissionName = "read" | "write" | "net" | "env" | "run" | "ffi" | "sys";

/** "partial": some environment variables by name, or of `sys` only the user ID. */
export type PermissionState = "granted" | "partial" | "denied";

/** What `--version` prints: the version, the runtime, the build, and where its runtime came from. */
export function describeVersion({ deno, v8 }: Pick<Runtime, "deno" | "v8">): string {
  return [
    `cloacina ${BUILD.version}`,
    `deno ${deno} (v8 ${v8})`,
    `build ${BUILD.kind}, target ${BUILD.target}, commit ${BUILD.commit}, ${describeCompiler()}`,
    `runtime ${BUILD.runtime}`,
  ].join("\n");
}

function describeCompiler(): string {
  return BUILD.kind === "source" ? "not compiled" : `compiled by deno ${BUILD.compiler}`;
}
