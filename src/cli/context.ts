import type { CommandContext } from "@stricli/core";
import type { NamedVariable, VariableName } from "../domain/variables.ts";
import type { OnBytes } from "../files/hash_file.ts";
import type { PackageHasher } from "../files/package_hasher.ts";
import type { SmallFile } from "../files/read_small_file.ts";
import type { FileToWrite, Target, WriteMode } from "../files/write_files.ts";
import type { RandomBytes } from "../formats/random_bytes.ts";
import type { RemoteOperations } from "../http/client/client.ts";
import type { ApiLocation } from "../http/client/client_transport.ts";
import type { ListenOptions } from "../http/server/server_listener.ts";
import type { Clock } from "../operations/clock.ts";
import type { Operations } from "../operations/operations.ts";
import type { AuditTrail, LocalParts } from "../operations/parts.ts";
import type { TokenAccess } from "../operations/token_access.ts";
import type { AskedPlace } from "./asked_place.ts";
import type { AuditLogs } from "./audit/audit_logs.ts";
import type { Interruption } from "./terminal/interruption.ts";
import type { Runtime } from "./runtime.ts";
import type { ChosenServer, RemoteFlags } from "./server/remote_flags.ts";
import type { MasterKeyFlags } from "./store/store_flags.ts";
import type { Terminal } from "./terminal/terminal.ts";

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
  readonly env: (name: VariableName | NamedVariable) => string | undefined;
}

/** What a command makes of a store that does not exist. A key directory is created by the first change to it. */
export type AbsentStore = "refused" | "allowed";

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
