import assert from "node:assert/strict";
import { requireSpace } from "../../../src/files/require_space.ts";
import { withWorkFolder } from "../../testkit/work_folder.ts";

const MODULE = new URL("../../../src/files/require_space.ts", import.meta.url);

/** Says on a file system of so many KiB whether there is room, and what it left there. */
const SCRIPT = `
import { requireSpace } from "${MODULE}";
const [folder] = Deno.args;
const outcome = await requireSpace(folder + "/audit.log", "write the audit log")
  .then(() => "room", ({ code, message }) => [code, message].join(": "));
console.log(outcome, Array.from(Deno.readDirSync(folder)).length);
`;

/** What the script says on a file system of its own, which needs no right of root's. */
async function onDiskOf(kib: number): Promise<string> {
  return await withWorkFolder(async ({ write, run }) => {
    await write("script.ts", SCRIPT);
    const config = new URL("../../../deno.json", import.meta.url).pathname;
    const deno = `"${Deno.execPath()}" run --config "${config}" --no-check --cached-only -q`;
    const line = `mkdir disk && mount -t tmpfs -o size=${kib}k none disk &&
      ${deno} --allow-read --allow-write=disk script.ts disk`;
    const output = await run("unshare", "--map-root-user", "--mount", "sh", "-c", line);
    return new TextDecoder().decode(output);
  });
}

Deno.test("a disk that takes 64 KiB more has room, and nothing stays there", async () => {
  assert.equal(await onDiskOf(128), "room 0\n");
});

Deno.test("a disk that takes less is full, and nothing stays there", async () => {
  const message = 'Cannot write the audit log "disk/audit.log": no space is left on the device';
  assert.equal(await onDiskOf(32), `io_failed: ${message} 0\n`);
});

Deno.test("where no file can be made there is no room", async () => {
  const path = "/nowhere/audit.log";
  await assert.rejects(requireSpace(path, "write the audit log"), { code: "file_not_found" });
});
