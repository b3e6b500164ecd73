import assert from "node:assert/strict";
import { join } from "node:path";
import { inFolder } from "../../compile/in_folder.ts";

const UNIT = new URL("../../../deploy/systemd/cloacina.service", import.meta.url).pathname;

/** The most that `systemd-analyze security` may say of the unit, in tenths: 10 is "OK", 0 a service that may do nothing. */
const MOST_EXPOSURE = "14";

async function analyze(...args: readonly string[]) {
  const { success, stdout, stderr } = await new Deno.Command("systemd-analyze", {
    args: ["--no-pager", ...args],
  }).output();
  const [printed, told] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { success, printed: printed!, told: told! };
}

Deno.test("systemd has nothing to say of the unit", () =>
  inFolder(async (root) => {
    const units = join(root, "etc/systemd/system");
    await Deno.mkdir(units, { recursive: true });
    await Deno.copyFile(UNIT, join(units, "cloacina.service"));
    await Deno.mkdir(join(root, "usr/local/bin"), { recursive: true });
    await Deno.writeTextFile(join(root, "usr/local/bin/cloacina"), "", { mode: 0o755 });
    const quiet = ["--man=no", "--recursive-errors=no"];
    const { success, told } = await analyze(
      "verify",
      `--root=${root}`,
      ...quiet,
      "cloacina.service",
    );
    assert.ok(success, told);
    assert.equal(told, "");
  }));

Deno.test("systemd finds the unit as little exposed as a server that compiles code can be", async () => {
  const { success, printed } = await analyze(
    ...["security", "--offline=true", `--threshold=${MOST_EXPOSURE}`, UNIT],
  );
  assert.ok(success, printed);
});

Deno.test("systemd starts it again for as long as the database is away", async () => {
  const unit = await Deno.readTextFile(UNIT);
  assert.match(unit, /^StartLimitIntervalSec=0$/m);
  assert.match(unit, /^RestartSec=5s$/m);
});
