import { fileURLToPath } from "node:url";
import type { OrgId } from "../../../src/domain/ids.ts";
import type { StoreLocation } from "../../../src/store/location.ts";

/** What a process of its own does with a store, each in an organisation of its own or in a common one. */
export interface StoreTask {
  readonly location: StoreLocation;
  /** `add`: waits for a byte, then adds one key and says how it went. `loop`: goes on until it is killed. */
  readonly kind: "add" | "loop" | "migrate";
  readonly orgId: OrgId;
  /** The name of the key, or what the names of the keys begin with. */
  readonly name: string;
  /** A key that all processes of a loop seal anew. */
  readonly sharedKeyId?: string;
}

/** A process that works on a store. */
export interface StoreProcess {
  /** The next line that it prints; undefined at the end. */
  readonly line: () => Promise<string | undefined>;
  /** Lets it begin. */
  readonly begin: () => Promise<void>;
  readonly kill: () => void;
  /** Waits until it is gone, and gives back what it still printed. */
  readonly ended: () => Promise<readonly string[]>;
}

const SCRIPT = fileURLToPath(new URL("store_worker.ts", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../../deno.json", import.meta.url));

/** Starts a process with a task. `permissions` are Deno's flags for what the back end touches. */
export function startProcess(task: StoreTask, permissions: readonly string[]): StoreProcess {
  const flags = ["--quiet", "--no-prompt", "--no-check", "--cached-only", "--config", CONFIG];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, ...permissions, SCRIPT, JSON.stringify(task)],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
    env: { DENO_NO_UPDATE_CHECK: "1" },
  }).spawn();
  const lines = linesOf(child.stdout);
  const line = async () => (await lines.next()).value ?? undefined;
  const begin = async () => {
    const writer = child.stdin.getWriter();
    await writer.write(Uint8Array.of(10));
    await writer.close();
  };
  return {
    line,
    begin,
    kill: () => child.kill("SIGKILL"),
    ended: async () => {
      const rest = await Array.fromAsync(lines);
      await child.status;
      await child.stdin.close().catch(() => {});
      return rest;
    },
  };
}

/** Only whole lines: what was cut off by a kill was never said. */
async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    const parts = (text + decoder.decode(chunk, { stream: true })).split("\n");
    text = parts.pop() ?? "";
    yield* parts;
  }
  return undefined;
}
