import { BUILD } from "../../build.ts";
import { storeAuditLog } from "../audit_trail.ts";
import type { CliContext } from "../context.ts";
import { homeOf } from "../home.ts";
import { type Fields, type JsonFlag, printResult } from "../output.ts";
import type { StoreFlags } from "../store_flags.ts";
import { lookAtStore } from "../store_state.ts";

/** The flags of `doctor`. */
export interface DoctorFlags extends JsonFlag, StoreFlags {}

/** A key file, and whether anyone but its owner can get at it. */
interface KeyFileState {
  readonly file: string;
  readonly mode: string;
  readonly state: "private" | "open to others" | "unknown on this system";
}

/** Shows what this process is and may do, the store in force, and the modes of the key files it is pointed at. */
export default async function doctor(
  this: CliContext,
  flags: DoctorFlags,
  ...paths: readonly string[]
): Promise<void> {
  const { deno, v8, target, permissions } = this.runtime;
  const store = await lookAtStore(this, flags);
  const document = {
    version: BUILD.version,
    build: BUILD,
    deno,
    v8,
    target,
    home: homeOf(this),
    permissions: await permissions(),
    store: store.json,
    audit_log: storeAuditLog(this, flags),
    key_files: paths.map((path) => lookAt(this, path)),
  };
  await printResult(this.terminal, flags, document, toFields(document, store.fields));
}

function lookAt({ files }: CliContext, file: string): KeyFileState {
  const { mode } = files.read(file, 0, "look at the key");
  if (mode === null) return { file, mode: "none", state: "unknown on this system" };
  const isPrivate = (mode & 0o077) === 0;
  const octal = mode.toString(8).padStart(4, "0");
  return { file, mode: octal, state: isPrivate ? "private" : "open to others" };
}

function toFields(
  { version, build, deno, v8, target, home, permissions, audit_log, key_files }: {
    readonly version: string;
    readonly build: typeof BUILD;
    readonly deno: string;
    readonly v8: string;
    readonly target: string;
    readonly home: string;
    readonly permissions: Readonly<Record<string, string>>;
    readonly audit_log: string | null;
    readonly key_files: readonly KeyFileState[];
  },
  store: Fields,
): Fields {
  return [
    ["cloacina", version],
    ["build", `${build.kind}, commit ${build.commit}, runtime ${build.runtime}`],
    ["deno", `${deno} (v8 ${v8}) on ${target}`],
    ["home", home],
    ...Object.entries(permissions).map(([name, state]) => [`may ${name}`, state] as const),
    ...store,
    ["audit log", audit_log ?? "off"],
    ...key_files.map(({ file, mode, state }) =>
      ["key file", `${file}: ${mode}, ${state}`] as const
    ),
  ];
}
