import { BUILD } from "../../build.ts";
import { octalMode, openMode } from "../../domain/file_mode.ts";
import { shownPath } from "../../domain/shown_text.ts";
import { CloacinaError, toCloacinaError } from "../../errors.ts";
import { auditLogFault, storeAuditLog } from "../audit/audit_trail.ts";
import type { CliContext } from "../context.ts";
import type { CheckedPart } from "../records/checked_part.ts";
import { homeOf } from "../store/home.ts";
import { type Fields, type JsonFlag, printFindings } from "../terminal/output.ts";
import type { RemoteFlags } from "../server/remote_flags.ts";
import { chooseServer } from "../server/server_location.ts";
import { lookAtServer } from "../server/server_state.ts";
import { STANDARD_STREAM } from "../terminal/standard_streams.ts";
import type { StoreFlags } from "../store/store_flags.ts";
import { lookAtStore, unusableStore } from "../store/store_state.ts";
import { type AgentSocketFlag, requireAgent } from "../signers/signer_flags.ts";

/** The flags of `doctor`. */
export interface DoctorFlags extends JsonFlag, StoreFlags, RemoteFlags, AgentSocketFlag {
  readonly key?: string;
}

/** A key file, and whether anyone but its owner can access it. */
interface KeyFileState {
  readonly file: string;
  readonly mode: string;
  readonly state: "private" | "open to others" | "unknown on this system";
}

/** What a program without a network may do with Unix sockets, which lead to databases and container engines too. */
const SOCKETS = {
  granted: "granted",
  denied: "denied",
  refused: "refused by cloacina; this runtime would allow them",
} as const;

/** Shows the version, permissions, the store or server in use, and the modes of the given key files. Returns, already printed, why the store or server cannot be used. */
export default async function doctor(
  this: CliContext,
  flags: DoctorFlags,
  ...paths: readonly string[]
): Promise<CloacinaError | undefined> {
  requireAgent(flags.key, flags);
  const { deno, v8, target, permissions, sockets, doFileModesCount } = this.runtime;
  const place = await lookAtPlace(this, flags);
  const home = pathOf(() => homeOf(this));
  const auditLog = pathOf(() => storeAuditLog(this, flags));
  const fault = faultOf(this, auditLog.path);
  const signer = await lookAtSigner(this, flags);
  const document = {
    version: BUILD.version,
    build: BUILD,
    deno,
    v8,
    target,
    home: home.shown,
    permissions: await permissions(),
    unix_sockets: await sockets(),
    file_modes: doFileModesCount() ? "checked" : "ignored",
    ...place.json,
    audit_log: auditLog.shown,
    ...(fault !== null && { audit_log_fault: fault }),
    key_files: paths.map((path) => lookAt(this, path)),
    ...(signer !== null && { signer: signer.json }),
  } as const;
  const shown = { ...document, home: home.text, audit_log: auditLog.text };
  return await printFindings(this.terminal, flags, {
    document,
    fields: [...toFields(shown, place.fields), ...signer?.fields ?? []],
    failure: place.error ?? signer?.error,
  });
}

/** Why an audit log in a file could be tampered with; null if only its owner can write it. */
function faultOf({ files }: CliContext, path: string | null): string | null {
  if (path === null || path === STANDARD_STREAM) return null;
  return auditLogFault(files.requireTrusted, path)?.message ?? null;
}

/** A path, or the reason why there is none: `doctor` never fails for it. */
function pathOf(find: () => string | null) {
  try {
    const path = find();
    const shown = path && shownPath(path);
    return { path, shown, text: shown };
  } catch (thrown) {
    return { path: null, shown: null, text: toCloacinaError(thrown).message };
  }
}

/** The store or server in use. If none could be chosen, the error is reported as that of a store. */
async function lookAtPlace(context: CliContext, flags: DoctorFlags): Promise<CheckedPart> {
  const server = await chooseServer(context, flags).catch(toCloacinaError);
  if (server instanceof CloacinaError) return named("store", unusableStore(server));
  if (server !== null) return named("server", await lookAtServer(context, flags, server));
  return named("store", await lookAtStore(context, flags));
}

function named(kind: "store" | "server", part: CheckedPart): CheckedPart {
  return { ...part, json: { [kind]: part.json } };
}

/** Whether the key of `--key` can be had, and which it is; null without one. Nothing is signed. */
async function lookAtSigner(context: CliContext, flags: DoctorFlags): Promise<CheckedPart | null> {
  if (flags.key === undefined) return null;
  try {
    const { publicHalfOfSigner } = await import("../signers/with_signer.ts");
    const { publicKey: { fingerprint }, signer } = await publicHalfOfSigner(context, {
      reference: flags.key,
      flags,
    });
    const json = { answers: true, fingerprint, key_name: signer.name };
    return { json, fields: [["key", fingerprint]] };
  } catch (thrown) {
    const error = toCloacinaError(thrown);
    const json = { answers: false, problem: error.message };
    return { json, fields: [["key", error.message]], error };
  }
}

/** Whether owners and modes of files decide whom this program trusts. */
const FILE_MODES = {
  checked: "checked",
  ignored: "ignored (CLOACINA_ALLOW_UNSAFE_MODES, or a system without them)",
} as const;

function lookAt({ files }: CliContext, file: string): KeyFileState {
  const { mode, ...access } = files.read(file, 0, "look at the key");
  if (mode === null) return { file, mode: "none", state: "unknown on this system" };
  const isPrivate = openMode({ mode, ...access }) === null;
  return { file, mode: octalMode(mode), state: isPrivate ? "private" : "open to others" };
}

function toFields(
  {
    version,
    build,
    deno,
    v8,
    target,
    home,
    permissions,
    unix_sockets,
    file_modes,
    audit_log,
    audit_log_fault,
    key_files,
  }: {
    readonly version: string;
    readonly build: typeof BUILD;
    readonly deno: string;
    readonly v8: string;
    readonly target: string;
    readonly home: string | null;
    readonly file_modes: "checked" | "ignored";
    readonly permissions: Readonly<Record<string, string>>;
    readonly unix_sockets: keyof typeof SOCKETS;
    readonly audit_log: string | null;
    readonly audit_log_fault?: string;
    readonly key_files: readonly KeyFileState[];
  },
  place: Fields,
): Fields {
  return [
    ["cloacina", version],
    ["build", `${build.kind}, commit ${build.commit}, runtime ${build.runtime}`],
    ["deno", `${deno} (v8 ${v8}) on ${target}`],
    ["home", home ?? "none"],
    ...Object.entries(permissions).map(([name, state]) => [`may ${name}`, state] as const),
    ["sockets", SOCKETS[unix_sockets]],
    ["modes", FILE_MODES[file_modes]],
    ...place,
    ["audit log", describeAuditLog(audit_log)],
    ...(audit_log_fault === undefined ? [] : [["", audit_log_fault] as const]),
    ...key_files.map(({ file, mode, state }) =>
      ["key file", `${file}: ${mode}, ${state}`] as const
    ),
  ];
}

function describeAuditLog(path: string | null): string {
  return path === STANDARD_STREAM ? "standard error" : path ?? "off";
}
