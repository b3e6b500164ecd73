import type { CommandContext } from "@stricli/core";
import { lstat } from "node:fs/promises";
import { sha256Stream } from "../crypto/sha256.ts";
import { CloacinaError } from "../errors.ts";
import type { OnBytes } from "../files/hash_file.ts";
import { listDirectory } from "../files/list_directory.ts";
import { makeDirectory } from "../files/make_directory.ts";
import { type PackageHasher, packageHasher } from "../files/package_hasher.ts";
import { readSmallFile, type SmallFile } from "../files/read_small_file.ts";
import { totalSize } from "../files/total_size.ts";
import { requireTrustedPlace } from "../files/trusted_place.ts";
import { allowUnsafeModes, doModesCount } from "../files/unsafe_modes.ts";
import {
  type FileToWrite,
  requireWritable,
  type Target,
  writeFiles,
  type WriteMode,
} from "../files/write_files.ts";
import type { RandomBytes } from "../formats/random_bytes.ts";
import type { RemoteOperations } from "../http/client.ts";
import type { ApiLocation } from "../http/client_transport.ts";
import type { ListenOptions } from "../http/server_listener.ts";
import type { Clock } from "../operations/clock.ts";
import type { Operations } from "../operations/operations.ts";
import type { AuditTrail, LocalParts } from "../operations/parts.ts";
import type { TokenAccess } from "../operations/token_access.ts";
import { type AskedPlace, namingPlace } from "./asked_place.ts";
import { AUDIT_LOGS, type AuditLogs } from "./audit_logs.ts";
import { actorOf } from "./audit_trail.ts";
import { auditTrails } from "./audit_trails.ts";
import { hasFlag } from "./has_flag.ts";
import { createInterruption, type Interruption } from "./interruption.ts";
import type { AbsentStore, OpenStore } from "./local_parts.ts";
import type { PermissionName, PermissionState, Runtime } from "./runtime.ts";
import type { RemoteFlags } from "./remote_flags.ts";
import type { ChosenServer } from "./server_location.ts";
import type { MasterKeyFlags } from "./store_flags.ts";
import { listenForInterrupt, openTerminal, type Terminal } from "./terminal.ts";

/** Everything of the machine that a command may touch. */
export interface CliContext extends CommandContext {
  readonly terminal: Terminal;
  readonly files: Files;
  readonly runtime: Runtime;
  readonly now: Clock;
  readonly random: RandomBytes;
  /** A fresh UUID, in lower case. */
  readonly newId: () => string;
  /**
   * Does work with the keys, trust and signatures that the flags choose. Where they are is decided here, once; `place`
   * names it, as a verdict that rests on what is not there does. `absent` as in `withStore`.
   */
  readonly withOperations: <Result>(
    flags: MasterKeyFlags & RemoteFlags,
    work: (operations: Operations, place: AskedPlace) => Promise<Result>,
    absent?: AbsentStore,
  ) => Promise<Result>;
  /**
   * Does work that only a store of this process's own can have done; `because` says what chose the store. One that is
   * not there is an error, but to what makes one, or asks whether it is there: that says "allowed".
   */
  readonly withStore: <Result>(
    flags: MasterKeyFlags,
    work: (parts: LocalParts, because: string) => Promise<Result>,
    absent?: AbsentStore,
  ) => Promise<Result>;
  /** Does work on a server that was chosen already. */
  readonly withServer: <Result>(
    flags: RemoteFlags,
    server: ChosenServer,
    work: (operations: RemoteOperations) => Promise<Result>,
  ) => Promise<Result>;
  /** Serves the API until Ctrl-C or SIGTERM, and then until every request that was accepted is answered. */
  readonly serve: (
    options: ListenOptions,
    access: TokenAccess,
    onListening: (url: string) => Promise<void>,
  ) => Promise<void>;
  /** Writes to the audit log at a path, as the user or as another actor; `-` is standard error, null nowhere. */
  readonly auditTrail: (path: string | null, actor?: string) => AuditTrail;
  /** Throws what keeps the audit log at a path from being written. */
  readonly requireAuditLog: (path: string | null) => Promise<void>;
  readonly auditLogs: AuditLogs;
  /** The task's result, or `interrupted` after Ctrl-C or SIGTERM, once the files being written are whole. */
  readonly untilInterrupted: Interruption["race"];
  /** Does a task that ends by itself once Ctrl-C or SIGTERM has aborted its signal. */
  readonly untilStopped: Interruption["endByItself"];
  /** A variable of the environment: undefined where it is not set, which is not the same as empty. */
  readonly env: (name: string) => string | undefined;
}

/** Connects to a server; nothing is sent yet. */
export type ConnectToServer = (location: ApiLocation) => Promise<RemoteOperations>;

/** The files that a command names. Every method throws coded errors that say the path. */
export interface Files {
  readonly read: (path: string, limit: number, action: string) => SmallFile;
  /** Throws `insufficient_permissions` where others than this user and root decide what stands at a path. */
  readonly requireTrusted: (path: string, action: string) => void;
  readonly write: (files: readonly FileToWrite[], mode: WriteMode) => Promise<void>;
  /** Makes a directory where there is none, and those on the way to it. */
  readonly makeDirectory: (path: string) => Promise<void>;
  /** Throws what `write` would throw for these targets, as far as that can be known beforehand. */
  readonly requireWritable: (targets: readonly Target[], mode: WriteMode) => Promise<void>;
  /** Lets this process take owners and modes of files for nothing. */
  readonly allowUnsafeModes: () => void;
  readonly exists: (path: string) => Promise<boolean>;
  /** The paths of what lies directly in a directory, sorted, without dot files; null where `path` is none. */
  readonly list: (path: string, action: string) => Promise<readonly string[] | null>;
  /** Bytes of all files together; what cannot be looked at counts nothing. */
  readonly totalSize: (paths: readonly string[]) => Promise<number>;
  readonly hasher: (threads: number, onBytes: OnBytes) => PackageHasher;
  /** SHA-256 of all that standard input carries. */
  readonly hashInput: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** What stands for the part of a permission that this program may have. */
const PARTS: Readonly<Partial<Record<PermissionName, Deno.PermissionDescriptor>>> = {
  env: { name: "env", variable: "CLOACINA_HOME" },
  sys: { name: "sys", kind: "uid" },
};

const PERMISSION_NAMES = ["read", "write", "net", "env", "run", "ffi", "sys"] as const;

/** Builds the context of the real process, which runs this command line. */
export function createContext(args: readonly string[]): CliContext {
  const { signal, interrupt } = listenForInterrupt();
  const terminal = openTerminal({
    colour: !readEnv("NO_COLOR"),
    unasked: hasFlag(args, "no-input") ? "--no-input forbids to ask" : null,
    interrupt,
  });
  // At once: the next Ctrl-C ends the process, and the echo must be back by then.
  signal.addEventListener("abort", terminal.close);
  const interruption = createInterruption(signal);
  const context: CliContext = {
    // What stricli would print goes through `Terminal` instead: see app.ts.
    process: { stdout: { write: () => {} }, stderr: { write: () => {} } },
    terminal,
    files: createFiles(terminal, interruption),
    runtime: createRuntime(),
    now: () => new Date(),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    newId: () => crypto.randomUUID(),
    withOperations: async (flags, work, absent) => {
      const { chooseServer } = await import("./server_location.ts");
      const server = await chooseServer(context, flags);
      if (server !== null) {
        const place = { location: server.url, because: server.because };
        const workThere = (there: Operations) => namingPlace(place, () => work(there, place));
        return await context.withServer(flags, server, workThere);
      }
      const { localOperations } = await import("../operations/local.ts");
      const workHere = (parts: LocalParts, because: string) => {
        const place = { location: parts.store.location, because };
        return namingPlace(place, () => work(localOperations(parts), place));
      };
      return await context.withStore(flags, workHere, absent);
    },
    withStore: async (flags, work, absent) => {
      const { withLocalParts } = await import("./local_parts.ts");
      return await withLocalParts(context, openStore, flags, work, absent);
    },
    withServer: async (flags, server, work) => {
      const { withServer } = await import("./with_server.ts");
      return await withServer(context, connectToServer, flags, server, work);
    },
    serve: async (options, access, onListening) =>
      await interruption.endByItself((signal) =>
        serveApi(context, options, access, signal, onListening)
      ),
    ...auditTrails(terminal, () => actorOf(context), () => new Date()),
    auditLogs: AUDIT_LOGS,
    untilInterrupted: interruption.race,
    untilStopped: interruption.endByItself,
    env: readEnv,
  };
  return context;
}

async function openStore(location: Parameters<OpenStore>[0]): ReturnType<OpenStore> {
  return await (await import("../store/open.ts")).openStore(location);
}

async function connectToServer(location: ApiLocation): Promise<RemoteOperations> {
  return (await import("../http/client.ts")).remoteOperations(location);
}

async function serveApi(
  { terminal, newId }: CliContext,
  options: ListenOptions,
  access: TokenAccess,
  signal: AbortSignal,
  onListening: (url: string) => Promise<void>,
): Promise<void> {
  const [{ BUILD }, { openServerLog }, { createApp }, { ROUTES }, { serve }] = await Promise.all([
    import("../build.ts"),
    import("../http/server_log.ts"),
    import("../http/server_app.ts"),
    import("../http/routes.ts"),
    import("../http/server.ts"),
  ]);
  const { log, flush } = openServerLog(terminal.log);
  const app = createApp(
    { ...access, log, elapsed: () => performance.now(), newId, version: BUILD.version },
    ROUTES,
  );
  await serve(app, options, signal, log, onListening).finally(flush);
}

function createFiles(terminal: Terminal, interruption: Interruption): Files {
  return {
    read: readSmallFile,
    requireTrusted: requireTrustedPlace,
    write: (files, mode) => interruption.finishFirst(() => writeFiles(files, mode)),
    makeDirectory: (path) => interruption.finishFirst(() => makeDirectory(path)),
    requireWritable: (targets, mode) =>
      interruption.finishFirst(() => requireWritable(targets, mode)),
    allowUnsafeModes,
    exists: (path) => lstat(path).then(() => true, () => false),
    list: listDirectory,
    totalSize,
    hasher: packageHasher,
    hashInput: async () => {
      const hash = sha256Stream();
      for await (const chunk of terminal.readInput()) hash.update(chunk);
      return hash.digest();
    },
  };
}

function createRuntime(): Runtime {
  return {
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    target: Deno.build.target,
    cores: navigator.hardwareConcurrency,
    permissions: async () => {
      const states = PERMISSION_NAMES.map(async (name) => [name, await permissionState(name)]);
      return Object.fromEntries(await Promise.all(states));
    },
    doFileModesCount: doModesCount,
    mayUseNetwork: async () => (await Deno.permissions.query({ name: "net" })).state !== "denied",
  };
}

/** A process without prompts has denied what it was not granted. Of two kinds it has a part: see `PARTS`. */
async function permissionState(name: PermissionName): Promise<PermissionState> {
  if (await isGranted({ name })) return "granted";
  const part = PARTS[name];
  return part !== undefined && await isGranted(part) ? "partial" : "denied";
}

async function isGranted(permission: Deno.PermissionDescriptor): Promise<boolean> {
  return (await Deno.permissions.query(permission)).state === "granted";
}

/** Reads a variable. Throws `insufficient_permissions` for one that this program is not allowed to see. */
function readEnv(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new CloacinaError(
      "insufficient_permissions",
      `Cannot read the variable ${name}: cloacina may read only variables of its own`,
      { hint: "give the variable a name that begins with CLOACINA_", cause: error },
    );
  }
}
