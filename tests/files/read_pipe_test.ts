import assert from "node:assert/strict";
import { readPipe } from "../../src/files/read_pipe.ts";
import { makeFifo } from "../testkit/make_fifo.ts";

Deno.test("of a FIFO no more than was asked for is read, with its mode", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-test-" });
  const path = `${folder}/fifo`;
  await makeFifo(path);
  await Deno.chmod(path, 0o640);
  const written = Deno.writeTextFile(path, "0123456789").catch(() => {});
  const read = await readPipe(path, 4, "read the key");
  assert.deepEqual(read, { bytes: new TextEncoder().encode("01234"), mode: 0o640 });
  await written;
  await Deno.remove(folder, { recursive: true });
});

Deno.test("what is no FIFO is left to others", async () => {
  for (const path of ["/dev/null", "/", "/nothing/there", ""]) {
    assert.equal(await readPipe(path, 4, "read the key"), null);
  }
});
