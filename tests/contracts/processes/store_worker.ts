import { CloacinaError } from "../../../src/errors.ts";
import type { KeyId } from "../../../src/domain/ids.ts";
import { openStore } from "../../../src/store/open.ts";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../records.ts";
import { addUnit } from "./unit_of_work.ts";
import type { StoreTask } from "./store_process.ts";

// A process of its own that works on a store as its one argument says. It prints a line for each thing that is done.

/** How long SQLite waits for the others, in milliseconds: up to sixteen begin at once, on a machine however slow. */
const PATIENCE_MS = 300_000;

async function add(store: Store, { orgId, name }: StoreTask): Promise<string> {
  const key = recordBuilder().signingKey({ orgId, name });
  await store.transaction((writer) => writer.addSigningKey(key));
  return `added ${key.id}`;
}

async function loop(store: Store, { orgId, name, sharedKeyId }: StoreTask): Promise<never> {
  for (let count = 0;; count++) {
    await addUnit(store, { orgId, name: `${name}-${count}`, sharedKeyId: sharedKeyId as KeyId });
    say(`done ${count}`);
  }
}

async function perform(task: StoreTask): Promise<string> {
  const { location } = task;
  const store = location.kind === "sqlite"
    ? await openSqlite(location, PATIENCE_MS)
    : await openStore(location);
  say("ready");
  await Deno.stdin.read(new Uint8Array(1));
  try {
    if (task.kind === "loop") return await loop(store, task);
    if (task.kind === "add") return await add(store, task);
    return (await store.migrate()).status.owner;
  } finally {
    await store.close();
  }
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

const outcome = perform(JSON.parse(Deno.args[0] ?? "{}"));
say(await outcome.catch((error) => error instanceof CloacinaError ? error.code : String(error)));
