import assert from "node:assert/strict";
import { addressIn } from "../../scripts/bench_serve/running_server.ts";

Deno.test("where a server listens is in a line by itself", () => {
  const text = "note: something\nlistening on http://127.0.0.1:40123\n{}\n";
  assert.equal(addressIn(text), "127.0.0.1:40123");
  assert.equal(addressIn(""), null);
  assert.equal(addressIn("not listening on http://127.0.0.1:1\n"), null);
});
