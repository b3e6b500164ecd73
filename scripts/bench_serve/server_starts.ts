import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceFlags } from "../compile/source_flags.ts";
import type { ServeOptions } from "./arguments.ts";
import { type RunningServer, startServer } from "./running_server.ts";
import { environmentIn, type ServedStore } from "./served_store.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BARE_HANDLER = fileURLToPath(new URL("./bare_handler.ts", import.meta.url));

/** Starts servers, and stops them all together. */
export interface ServerStarts {
  /** `cloacina serve` on a store, with its audit log on. */
  readonly serve: (store: ServedStore) => Promise<RunningServer>;
  /** The same of the build before, if there is one. */
  readonly serveBaseline: ((store: ServedStore) => Promise<RunningServer>) | null;
  /** A server that only signs and verifies. */
  readonly serveBare: () => Promise<RunningServer>;
  readonly stopAll: () => Promise<void>;
}

/** Starts servers from an executable, or from source if it is null. Each has its own home in the folder. */
export async function serverStarts(
  { executable, baseline }: Pick<ServeOptions, "executable" | "baseline">,
  folder: string,
): Promise<ServerStarts> {
  const tool = executable === null ? await fromSource() : [resolve(executable)];
  const running: RunningServer[] = [];
  const start = async (
    command: readonly string[],
    toEnvironment: (home: string) => Readonly<Record<string, string>>,
  ) => {
    const home = await Deno.makeTempDir({ dir: folder });
    const environment = toEnvironment(home);
    const server = await startServer({ command, environment, log: join(home, "server.log") });
    running.push(server);
    return server;
  };
  const serving = (program: readonly string[]) => (store: ServedStore) =>
    start([...program, "serve", "--bind", "127.0.0.1:0"], (home) => environmentIn(home, store));
  return {
    serve: serving(tool),
    serveBaseline: baseline === null ? null : serving([resolve(baseline)]),
    serveBare: () => start([...runDeno("--allow-net=127.0.0.1"), BARE_HANDLER], noMore),
    stopAll: async () => {
      for (const server of running.splice(0)) await server.stop();
    },
  };
}

/** `main.ts` with the permissions of the task `cloacina`. */
async function fromSource(): Promise<readonly string[]> {
  const config = join(ROOT, "deno.json");
  const flags = sourceFlags(await Deno.readTextFile(config));
  return [...runDeno("--config", config, "--frozen", ...flags), join(ROOT, "main.ts")];
}

function runDeno(...flags: readonly string[]): readonly string[] {
  return [Deno.execPath(), "run", ...flags];
}

function noMore(): Readonly<Record<string, string>> {
  return {};
}
