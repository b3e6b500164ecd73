import type { CommandContext, RouteMap } from "@stricli/core";
import type { NamedVariable, VariableName } from "../domain/variables.ts";
import type { VaultKeyReference } from "../domain/vault_key.ts";
import type { AgentSocket } from "../files/agent_socket.ts";
import type { OnBytes } from "../files/feed_file.ts";
import type { OnStart, PackageHasher } from "../files/package_hasher.ts";
import type { SmallFile } from "../files/read_small_file.ts";
import type { FileToWrite, Target, WriteMode } from "../files/write_files.ts";
import type { RandomBytes } from "../formats/random_bytes.ts";
import type { RemoteOperations } from "../http/client/client.ts";
import type { ApiLocation } from "../http/client/client_transport.ts";
import type { LogForm } from "../http/server/server_log.ts";
import type { ListenOptions } from "../http/server/server_listener.ts";
import type { VaultLocation } from "../http/vault/vault_transport.ts";
import type { Signer } from "../operations/signer.ts";
import type { Operations } from "../operations/operations.ts";
import type { AuditTrail, Clock, LocalParts } from "../operations/parts.ts";
import type { TokenAccess } from "../operations/token_access.ts";
import type { AskedPlace } from "./asked_place.ts";
import type { AuditLogs } from "./audit/audit_logs.ts";
import type { Runtime } from "./runtime.ts";
import type { ChosenServer, RemoteFlags } from "./server/remote_flags.ts";
import type { MasterKeyFlags } from "./store/store_flags.ts";
import type { Interruption } from "./terminal/interruption.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** Where a server listens, and where its console is; null where it serves none. */
interface ServedUrls {
  readonly api: string;
  readonly console: string | null;
}

/** Everything of the machine that a command may touch. */
export interface CliContext extends CommandContext {
  readonly terminal: Terminal;
  readonly files: Files;
  /** The whole command tree, which the manual describes. */
  readonly commandTree: () => Promise<RouteMap<CliContext>>;
  readonly runtime: Runtime;
  readonly now: Clock;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Calls a function later, unless that is cancelled by what this returns. */
  readonly later: (milliseconds: number, work: () => void) => () => void;
  readonly random: RandomBytes;
  /** A fresh UUID, in lower case. */
  readonly newId: () => string;
  /**
   * Does work with the keys, trust and signatures of the store or server that the flags choose. It is chosen here and
   * nowhere else; `place` names it. `absent` is as in `withStore`.
   */
  readonly withOperations: <Result>(
    flags: MasterKeyFlags & RemoteFlags,
    work: (operations: Operations, place: AskedPlace) => Promise<Result>,
    absent?: AbsentStore,
  ) => Promise<Result>;
  /**
   * Does work that needs a store on this machine; `because` says what chose it. A store that does not exist is an
   * error, except to commands that create one or ask whether it exists: they pass "allowed".
   */
  readonly withStore: <Result>(
    flags: MasterKeyFlags,
    work: (parts: LocalParts, because: string) => Promise<Result>,
    absent?: AbsentStore,
  ) => Promise<Result>;
  /** Does work on a server that has been chosen. */
  readonly withServer: <Result>(
    flags: RemoteFlags,
    server: ChosenServer,
    work: (operations: RemoteOperations) => Promise<Result>,
  ) => Promise<Result>;
  /** Throws unless a server that has been chosen is ready to serve, which it says without a token. */
  readonly requireServerReady: (flags: RemoteFlags, server: ChosenServer) => Promise<void>;
  /** Serves the API until Ctrl-C or SIGTERM, then until every accepted request is answered. */
  readonly serve: (
    options: ListenOptions & { readonly log: LogForm; readonly servesPages: boolean },
    access: TokenAccess,
    onListening: (urls: ServedUrls) => Promise<void>,
  ) => Promise<void>;
  /**
   * Opens a key of the transit engine of a Vault. Throws `invalid_key`, `key_not_found`, `signer_refused` and
   * `signer_unavailable`.
   */
  readonly openVaultKey: (location: VaultLocation, key: VaultKeyReference) => Promise<Signer>;
  /** Connects to the Unix socket of an agent. Throws `signer_unavailable`. */
  readonly connectToAgent: (path: string) => Promise<AgentSocket>;
  /** Writes to the audit log at a path, as the user or as another actor; `-` is standard error, null nowhere. */
  readonly auditTrail: (path: string | null, actor?: string) => AuditTrail;
  /** Throws if the audit log at a path cannot be written. */
  readonly requireAuditLog: (path: string | null) => Promise<void>;
  readonly auditLogs: AuditLogs;
  /** The task's result, or `interrupted` after Ctrl-C or SIGTERM once pending writes are complete. */
  readonly untilInterrupted: Interruption["race"];
  /** Runs a task that ends by itself after Ctrl-C or SIGTERM, which abort its signal. */
  readonly untilStopped: Interruption["endByItself"];
  /** An environment variable: undefined if it is not set, which is not the same as empty. */
  readonly env: (name: VariableName | NamedVariable) => string | undefined;
}

/** What a command makes of a store that does not exist. A key directory is created by the first change to it. */
export type AbsentStore = "refused" | "allowed";

/** Connects to a server; nothing is sent yet. */
export type ConnectToServer = (location: ApiLocation) => Promise<RemoteOperations>;

/** The files that a command names. Every method throws coded errors that say the path. */
export interface Files {
  readonly read: (path: string, limit: number, action: string) => SmallFile;
  /** Reads a FIFO or pipe; null if something else is there. */
  readonly readPipe: (path: string, limit: number, action: string) => Promise<SmallFile | null>;
  /** Like `read`, and `insufficient_permissions` if anyone but this user and root can write or replace the file. */
  readonly readTrusted: Files["read"];
  /** The same for a FIFO; an inherited pipe is read. */
  readonly readTrustedPipe: Files["readPipe"];
  /** Throws `insufficient_permissions` if anyone but this user and root can change what is at a path. */
  readonly requireTrusted: (path: string, action: string) => void;
  /** The same, and nobody else can create a file beside it. */
  readonly requireTrustedFolderOf: (path: string, action: string) => void;
  /** The same as `requireTrusted` where a missing entry is refused too. */
  readonly requireTrustedPresent: (path: string, action: string) => void;
  readonly write: (files: readonly FileToWrite[], mode: WriteMode) => Promise<void>;
  /** Does work on a file that is replaced as a whole, while no other process does so under this lock. */
  readonly withLock: <Result>(path: string, work: () => Promise<Result>) => Promise<Result>;
  /** Creates a directory and its parents, if they do not exist. */
  readonly makeDirectory: (path: string) => Promise<void>;
  /** Creates a directory in another one that exists. Throws `invalid_request` for a link on the way. */
  readonly makeDirectoryIn: (root: string, path: string) => Promise<void>;
  /** Throws what `write` would throw for these targets, as far as can be known in advance. */
  readonly requireWritable: (targets: readonly Target[], mode: WriteMode) => Promise<void>;
  /** Makes this process ignore owners and modes of files. */
  readonly allowUnsafeModes: () => void;
  readonly exists: (path: string) => Promise<boolean>;
  /** The paths directly in a directory, sorted, without dot files; null if `path` is not a directory. */
  readonly list: (path: string, action: string) => Promise<readonly string[] | null>;
  /**
   * The paths, relative to a directory, of all files in it and below it, sorted; null if `path` is not a directory.
   * Links are not followed.
   */
  readonly listTree: (path: string, action: string) => Promise<readonly string[] | null>;
  /** Total size in bytes; a file that cannot be read counts 0. */
  readonly totalSize: (paths: readonly string[]) => Promise<number>;
  readonly hasher: (threads: number, onBytes: OnBytes, onStart?: OnStart) => PackageHasher;
  readonly providerHasher: (onBytes: OnBytes) => PackageHasher;
  /** SHA-256 of standard input; `look` is given each piece of it. */
  readonly hashInput: (look?: (chunk: Uint8Array) => void) => Promise<Uint8Array<ArrayBuffer>>;
}
