import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceFlags } from "../compile/source_flags.ts";
import { type RunningServer, startServer } from "./running_server.ts";
import { environmentIn, type ServedStore } from "./served_store.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const EMPTY_HANDLER = fileURLToPath(new URL("./empty_handler.ts", import.meta.url));

/** Starts servers, and stops them all together. */
export interface ServerStarts {
  /** `cloacina serve` on a store, with its audit log on. */
  readonly serve: (store: ServedStore) => Promise<RunningServer>;
  /** A server that answers every request with this text. */
  readonly answerWith: (text: string) => Promise<RunningServer>;
  readonly stopAll: () => Promise<void>;
}

/** Starts servers from an executable, or from source if it is null. Each has its own home in the folder. */
export async function serverStarts(
  executable: string | null,
  folder: string,
): Promise<ServerStarts> {
  const tool = executable === null ? await fromSource() : [executable];
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
  return {
    serve: (store) =>
      start([...tool, "serve", "--bind", "127.0.0.1:0"], (home) => environmentIn(home, store)),
    answerWith: (text) => start([...runDeno("--allow-net=127.0.0.1"), EMPTY_HANDLER, text], noMore),
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
