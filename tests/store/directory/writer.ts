import { openDirectory } from "../../../src/store/directory/open_directory.ts";
import { CloacinaError } from "../../../src/errors.ts";
import { takeStep } from "./steps.ts";

// A process of its own that writes: COUNT steps from step FIRST on. Each is confirmed by a line once it is durable; an
// error is told on stderr by its code.
const [path = "", seed = "", first = "0", count = "1"] = Deno.args;
try {
  const store = await openDirectory({ kind: "directory", path });
  for (let step = Number(first); step < Number(first) + Number(count); step++) {
    await takeStep(store, seed, step);
    Deno.stdout.writeSync(new TextEncoder().encode(`${step}\n`));
  }
} catch (error) {
  if (!(error instanceof CloacinaError)) throw error;
  Deno.stderr.writeSync(new TextEncoder().encode(error.code));
  Deno.exit(1);
}
