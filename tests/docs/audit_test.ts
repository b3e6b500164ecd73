import assert from "node:assert/strict";
import { AUDIT_EVENT_TYPES } from "../../src/domain/audit_event.ts";
import { withCli } from "../testkit/cli.ts";

const PAGE = await Deno.readTextFile(new URL("../../docs/audit.md", import.meta.url));

Deno.test("the commands of docs/audit.md work, one after the other, as they stand there", async () => {
  const blocks = Array.from(PAGE.matchAll(/^```sh\n(.*?)^```$/gms), ([, block]) => block!);
  assert.equal(blocks.length, 5);
  await withCli(async (cli) => {
    await cli.write("libworkflow.so", "a package");
    await cli.write("all", `set -e\n${blocks.join("")}`);
    const { code, stderr } = await cli.run("sh ./all > said");
    assert.deepEqual([code, stderr], [0, ""]);
    const said = await Deno.readTextFile(`${cli.cwd}/said`);
    assert.match(said, /Signature Verified Successfully/);
  });
});

Deno.test("docs/audit.md names every event, and none that there is not", () => {
  const [, list = ""] = /^Events: (.*?)^$/ms.exec(PAGE) ?? [];
  const names = Array.from(list.matchAll(/`([^`]+)`/g), ([, name]) => name);
  assert.deepEqual(names, [...AUDIT_EVENT_TYPES]);
});
