import assert from "node:assert/strict";
import { withCli } from "../testkit/cli.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** A time in whole seconds, so many milliseconds after another. */
const after = (start: number, ms: number) =>
  new Date(start + ms).toISOString().replace(/\.\d+Z$/, "Z");

Deno.test("--skip-signed takes an expiry from now for that of a package signed before", async () => {
  await withCli(async (cli) => {
    const file = `${cli.cwd}/p.sig`;
    await cli.write("p", "package");
    await cli.run("cloacina keys generate --name k --output k.pem");
    const sign = async (flags: string) => {
      const { stdout } = await cli.run(`cloacina package sign p --key k.pem --json ${flags}`);
      const [{ skipped, code }] = JSON.parse(stdout);
      return skipped ? "skipped" : code ?? "signed";
    };
    // Not this very second, in which an expiry from now would be the same.
    const now = Date.now() - 60_000;
    /** Makes a signature with an expiry, as if it had been made then; both in milliseconds from now. */
    const make = async (expires: number, signedAt: number) => {
      assert.equal(await sign(`--claim name=p --expires ${after(now, expires)} --force`), "signed");
      const document = JSON.parse(await Deno.readTextFile(file));
      await Deno.writeTextFile(
        file,
        JSON.stringify({ ...document, signed_at: after(now, signedAt) }),
      );
    };
    // Signed yesterday, for 90 days.
    await make(89 * DAY_MS, -DAY_MS);
    const before = await Deno.readTextFile(file);
    const answers = {
      "--claim name=p --expires 90d": "skipped",
      "--claim name=p --expires 2160h": "skipped",
      [`--claim name=p --expires ${after(now, 89 * DAY_MS)}`]: "skipped",
      "--claim name=p --expires 89d": "target_exists",
      "--claim name=p --expires 91d": "target_exists",
      [`--claim name=p --expires ${after(now, 90 * DAY_MS)}`]: "target_exists",
      "--claim name=q --expires 90d": "target_exists",
      "--expires 90d": "target_exists",
      "--claim name=p": "target_exists",
      "": "skipped",
    };
    for (const [flags, answer] of Object.entries(answers)) {
      assert.equal(await sign(`${flags} --skip-signed`), answer, flags);
    }
    assert.equal(await Deno.readTextFile(file), before);
    assert.equal(await sign("--claim name=p --expires 91d --skip-signed --force"), "signed");

    // The time of signing is claimed: what would count for longer than was asked for is not the same.
    await make(100 * DAY_MS, 10 * DAY_MS);
    assert.equal(await sign("--claim name=p --expires 90d --skip-signed"), "target_exists");
    // Whoever signed had to be waited for.
    await make(89 * DAY_MS, -DAY_MS + HOUR_MS / 2);
    assert.equal(await sign("--claim name=p --expires 90d --skip-signed"), "skipped");
  });
});
