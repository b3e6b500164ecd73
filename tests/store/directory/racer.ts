import { CloacinaError } from "../../../src/errors.ts";
import { openDirectory } from "../../../src/store/directory/open_directory.ts";
import { IS_LOCKED } from "../../../src/store/store_errors.ts";
import { takeStep } from "./steps.ts";
import { recordBuilder } from "../../contracts/records.ts";

// One of several processes that write at once: says that it is ready, waits for its standard input to end, then adds a key of a given name
// (`key ROOT SEED NAME`) or takes a few steps of its own (`steps ROOT SEED COUNT`).
const [what = "", path = "", seed = "", last = ""] = Deno.args;
const store = await openDirectory({ kind: "directory", path });
console.log("ready");
for await (const _ of Deno.stdin.readable);
try {
  if (what === "key") await inTheEnd(() => addKey(last));
  else {
    for (let step = 0; step < Number(last); step++) {
      await inTheEnd(() => takeStep(store, seed, step));
    }
  }
  console.log("done");
} catch (error) {
  if (!(error instanceof CloacinaError)) throw error;
  console.log(error.code);
}

async function addKey(name: string): Promise<void> {
  const key = recordBuilder(seed).signingKey({ orgId: recordBuilder("org").orgId(), name });
  await store.transaction((writer) => writer.addSigningKey(key));
}

/** Writes, again where others had the lock for longer than is waited: nothing was written then. */
async function inTheEnd(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof CloacinaError && error.message.endsWith(IS_LOCKED))) throw error;
    await inTheEnd(write);
  }
}
