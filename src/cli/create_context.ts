import { lstat } from "node:fs/promises";
import { sha256Stream } from "../crypto/sha256.ts";
import { listDirectory } from "../files/list_directory.ts";
import { makeDirectory, makeDirectoryIn } from "../files/make_directory.ts";
import { packageHasher, providerHasher } from "../files/package_hasher.ts";
import { readPipe } from "../files/read_pipe.ts";
import { readSmallFile } from "../files/read_small_file.ts";
import { totalSize } from "../files/total_size.ts";
import { readTrustedFile, readTrustedPipe } from "../files/read_trusted.ts";
import {
  requireTrustedFolderOf,
  requireTrustedPlace,
  requireTrustedPresent,
} from "../files/trusted_place.ts";
import { allowUnsafeModes, doModesCount } from "../files/unsafe_modes.ts";
import type { RemoteOperations } from "../http/client/client.ts";
import type { ApiLocation } from "../http/client/client_transport.ts";
import type { LocalParts } from "../operations/parts.ts";
import type { TokenAccess } from "../operations/token_access.ts";
import { AUDIT_LOGS } from "./audit/audit_logs.ts";
import { actorOf } from "./audit/audit_trail.ts";
import { auditTrails } from "./audit/audit_trails.ts";
import { COMPLETE_WORD } from "./command_line/command_line.ts";
import { hasFlag } from "./command_line/has_flag.ts";
import { takeVerbosity, verbosityOf } from "./command_line/verbosity.ts";
import { loadRoutes } from "./commands/routes.ts";
import { openProcess } from "./open_process.ts";
import { readEnv } from "./read_env.ts";
import type { Interruption } from "./terminal/interruption.ts";
import type { OpenStore } from "./store/local_parts.ts";
import type { PermissionName, PermissionState, Runtime } from "./runtime.ts";
import type { Terminal } from "./terminal/terminal.ts";
import type { CliContext, Files } from "./context.ts";

/** For permissions that may be granted in part, the part that this program needs. */
const PARTS: Readonly<Partial<Record<PermissionName, Deno.PermissionDescriptor>>> = {
  env: { name: "env", variable: "CLOACINA_HOME" },
  sys: { name: "sys", kind: "uid" },
};

const PERMISSION_NAMES = ["read", "write", "net", "env", "run", "ffi", "sys"] as const;

/** Builds the context of the real process, which runs this command line. */
export async function createContext(args: readonly string[]): Promise<CliContext> {
  const routes = await loadRoutes(args);
  const { terminal, interruption } = openProcess({
    verbosity: args[0] === COMPLETE_WORD ? "silent" : verbosityOf(takeVerbosity(routes, args)),
    unasked: args[0] === COMPLETE_WORD || hasFlag(args, "no-input")
      ? "--no-input forbids asking"
      : null,
  });
  const context: CliContext = {
    // stricli prints nothing by itself; its output goes through `Terminal` (app.ts).
    process: { stdout: { write: () => {} }, stderr: { write: () => {} } },
    terminal,
    files: createFiles(terminal, interruption),
    commandTree: loadRoutes,
    runtime: createRuntime(),
    now: () => new Date(),
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    later: (milliseconds, work) => {
      const timer = setTimeout(work, milliseconds);
      return () => clearTimeout(timer);
    },
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    newId: () => crypto.randomUUID(),
    withOperations: async (flags, work, absent) => {
      const { chooseServer } = await import("./server/server_location.ts");
      const { namingPlace, placeText } = await import("./asked_place.ts");
      const server = await chooseServer(context, flags);
      if (server !== null) {
        const { url: location, because } = server;
        const named = { location, because, isServer: true };
        await terminal.detail(`server: ${placeText(named)}`);
        const workThere = (there: RemoteOperations) => {
          const isTenants = () => Promise.resolve(false);
          const showsAllOrgs = async () => (await there.whoami()).orgId === null;
          return namingPlace(named, () => work(there, { ...named, isTenants, showsAllOrgs }));
        };
        return await context.withServer(flags, server, workThere);
      }
      const { localOperations } = await import("../operations/local.ts");
      const workHere = (parts: LocalParts, because: string) => {
        const { location, isTenants } = parts.store;
        const showsAllOrgs = () => Promise.resolve(true);
        const place = { location, because, isServer: false, isTenants, showsAllOrgs };
        return namingPlace(place, () => work(localOperations(parts), place));
      };
      return await context.withStore(flags, workHere, absent);
    },
    withStore: async (flags, work, absent) => {
      const { withLocalParts } = await import("./store/local_parts.ts");
      return await withLocalParts(context, { openStore, flags, absent }, work);
    },
    withServer: async (flags, server, work) => {
      const { withServer } = await import("./server/with_server.ts");
      return await withServer(context, { connect: connectToServer, flags, server }, work);
    },
    requireServerReady: async (flags, server) => {
      const { requireServerReady } = await import("./server/with_server.ts");
      const { requireReady } = await import("../http/client/require_ready.ts");
      await requireServerReady(context, { requireReady, flags, server });
    },
    serve: async (options, access, onListening) =>
      await interruption.endByItself((signal) =>
        serveApi(context, { options, access, signal, onListening })
      ),
    openVaultKey: async (location, key) =>
      await (await import("../http/vault/vault_signer.ts")).openVaultSigner(location, key),
    connectToAgent: async (path) =>
      await (await import("../files/agent_socket.ts")).connectToAgent(path),
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
  return (await import("../http/client/client.ts")).remoteOperations(location);
}

async function serveApi(
  { terminal, newId }: CliContext,
  { options, access, signal, onListening }: {
    readonly options: Parameters<CliContext["serve"]>[0];
    readonly access: TokenAccess;
    readonly signal: AbortSignal;
    readonly onListening: Parameters<CliContext["serve"]>[2];
  },
): Promise<void> {
  const [{ BUILD }, { openServerLog }, { createApp }, { ROUTES }, { PAGES }, { serve }] =
    await Promise.all([
      import("../build.ts"),
      import("../http/server/server_log.ts"),
      import("../http/server/server_app.ts"),
      import("../http/routes.ts"),
      import("../http/server/pages.ts"),
      import("../http/server/server.ts"),
    ]);
  const { log, flush } = openServerLog(options.log, terminal.log);
  const readPage = options.servesPages ? readPageFile : null;
  const app = createApp(
    { ...access, log, elapsed: () => performance.now(), newId, version: BUILD.version, readPage },
    ROUTES,
  );
  const tellUrls = (api: string) =>
    onListening({ api, console: options.servesPages ? `${api}${PAGES.console.path}` : null });
  await serve(app, options, { signal, log, onListening: tellUrls }).finally(flush);
}

/** A page is loaded when somebody asks for it. */
async function readPageFile(file: string): Promise<string | null> {
  return await (await import("../http/server/server_page_text.ts")).pageText(file);
}

function createFiles(terminal: Terminal, interruption: Interruption): Files {
  return {
    read: readSmallFile,
    readPipe,
    readTrusted: readTrustedFile,
    readTrustedPipe,
    requireTrusted: requireTrustedPlace,
    requireTrustedFolderOf,
    requireTrustedPresent,
    write: (files, mode) =>
      interruption.finishFirst(async () =>
        await (await import("../files/write_files.ts")).writeFiles(files, mode)
      ),
    withLock: (path, work) =>
      interruption.finishFirst(async () =>
        await (await import("../files/with_file_lock.ts")).withFileLock(path, work)
      ),
    makeDirectory: (path) => interruption.finishFirst(() => makeDirectory(path)),
    makeDirectoryIn: (root, path) => interruption.finishFirst(() => makeDirectoryIn(root, path)),
    requireWritable: (targets, mode) =>
      interruption.finishFirst(async () =>
        await (await import("../files/write_files.ts")).requireWritable(targets, mode)
      ),
    allowUnsafeModes,
    exists: (path) => lstat(path).then(() => true, () => false),
    list: listDirectory,
    listTree: async (path, action) =>
      await (await import("../files/list_tree.ts")).listTree(path, action),
    totalSize,
    hasher: packageHasher,
    providerHasher,
    hashInput: async (look = () => {}) => {
      const hash = sha256Stream();
      for await (const chunk of terminal.readInput()) {
        hash.update(chunk);
        look(chunk);
      }
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
    sockets: async () =>
      await mayUseNetwork() ? "granted" : await areSocketsGuarded() ? "denied" : "refused",
    mayUseNetwork,
  };
}

async function mayUseNetwork(): Promise<boolean> {
  return (await Deno.permissions.query({ name: "net" })).state !== "denied";
}

/** Whether the runtime refuses Unix sockets to a program without network: older ones do not know of such a permission. */
async function areSocketsGuarded(): Promise<boolean> {
  try {
    return (await Deno.permissions.query({ name: "net", host: "unix:/" })).state === "denied";
  } catch {
    return false;
  }
}

/** Without prompts, what is not granted is denied. Two kinds may be granted in part: see `PARTS`. */
async function permissionState(name: PermissionName): Promise<PermissionState> {
  if (await isGranted({ name })) return "granted";
  const part = PARTS[name];
  return part !== undefined && await isGranted(part) ? "partial" : "denied";
}

async function isGranted(permission: Deno.PermissionDescriptor): Promise<boolean> {
  return (await Deno.permissions.query(permission)).state === "granted";
}
