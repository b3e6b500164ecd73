import assert from "node:assert/strict";
import {
  editionPermissions,
  EDITIONS,
  formatPermissionFlag,
} from "../../scripts/compile/permissions.ts";

const FLAGS = "--no-prompt --allow-read --allow-write --allow-env=HOME,NO_COLOR";

function flagsOf(edition: "cloacina" | "cloacina-offline", flags: string): string[] {
  const found = EDITIONS.find(({ name }) => name === edition);
  assert(found);
  return editionPermissions(found, flags.split(" ")).map(formatPermissionFlag);
}

function assertRefused(flags: string, message: string): void {
  for (const { name } of EDITIONS) {
    assert.throws(() => flagsOf(name, flags), { code: "invalid_request", message });
  }
}

Deno.test("an edition has the permissions of a run from source, the network or its denial, and no more", () => {
  const granted = ["--allow-read", "--allow-write", "--allow-env=HOME,NO_COLOR"];
  const denied = ["--deny-run", "--deny-ffi", "--deny-import", "--deny-sys"];
  assert.deepEqual(flagsOf("cloacina", FLAGS), [...granted, "--allow-net", ...denied]);
  assert.deepEqual(flagsOf("cloacina-offline", FLAGS), [...granted, "--deny-net", ...denied]);
});

Deno.test("the offline edition has no network even where a run from source has", () => {
  const flags = `${FLAGS} --allow-net=localhost:8080 --allow-net`;
  assert.deepEqual(flagsOf("cloacina-offline", flags), flagsOf("cloacina-offline", FLAGS));
});

Deno.test("part of sys may be granted, and the rest is then not denied as a whole", () => {
  const flags = flagsOf("cloacina", `${FLAGS} --allow-sys=uid`);
  assert(flags.includes("--allow-sys=uid"));
  assert(!flags.includes("--deny-sys"));
});

Deno.test("a task that grants what no executable may have is refused", () => {
  for (
    const flag of ["--allow-run", "--allow-run=sh", "--allow-ffi", "--allow-import", "--allow-all"]
  ) {
    assertRefused(
      flag,
      `Cannot compile with ${flag}: no executable may have it`,
    );
  }
  const unnamed = "Cannot compile with --allow-env: the variables must be named";
  assertRefused("--allow-env", unnamed);
});

Deno.test("what a run from source denies or does not see, the executables do not either", () => {
  const flags = flagsOf(
    "cloacina",
    "--allow-read --deny-write=/etc --ignore-env=A",
  );
  const listed = ["--allow-read", "--deny-write=/etc", "--ignore-env=A", "--allow-net"];
  assert.deepEqual(flags.slice(0, 4), listed);
  const denied = flagsOf("cloacina", "--deny-run --deny-ffi");
  assert.deepEqual(denied, [
    "--deny-run",
    "--deny-ffi",
    "--allow-net",
    "--deny-import",
    "--deny-sys",
  ]);
});

Deno.test("a flag that would be overlooked is refused: a short one, a quoted one", () => {
  const flags = ["-A", "-R", "-E=HOME", "-N", "'--allow-env=A'", '--allow-env="A"', "--allow-READ"];
  for (const flag of flags) {
    const state = "permissions are spelled out, as --allow-<name>, without quotes";
    assertRefused(flag, `Cannot compile with ${flag}: ${state}`);
  }
});
