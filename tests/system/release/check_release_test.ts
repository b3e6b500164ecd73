import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inFolder } from "../../compile/in_folder.ts";
import { makeSharedRelease, runTask, signReleaseFolder } from "../testkit/release_folder.ts";

const release = await makeSharedRelease();

/** The check by this tool, and the same in shell; of both, whether it passes. */
async function passes(folder: string, key = release.publicKey): Promise<[boolean, boolean]> {
  const checked = await runTask("release:check", folder, "--release-key", key).catch(() => null);
  // The shell is the same for every release but for its paths.
  const recipe = good.slice(good.indexOf("\n\n")).replaceAll(release.folder, folder)
    .replaceAll(release.publicKey, key);
  const { success } = await new Deno.Command("sh", {
    args: ["-c", recipe],
    stdout: "null",
    stderr: "null",
  }).output();
  return [checked !== null, success];
}

/** A copy of the release with a change. */
function changed(body: (folder: string) => Promise<unknown>): Promise<void> {
  return inFolder(async (parent) => {
    const folder = join(parent, "release");
    await cp(release.folder, folder, { recursive: true });
    await body(folder);
  });
}

const good = await runTask("release:check", release.folder, "--release-key", release.publicKey);

Deno.test("a release is accepted by its key, file by file, and the printed openssl and sha256sum agree", async () => {
  for (const { name } of Deno.readDirSync(release.folder)) {
    if (name.endsWith(".sig") || name === "SHA256SUMS") continue;
    assert.ok(good.includes(`${name}: signed, and as listed\n`), name);
  }
  assert.match(good, /^cloacina-verify\.html: /m);
  assert.deepEqual(await passes(release.folder), [true, true]);
});

Deno.test("a release with a file that was changed is refused by both", () =>
  changed(async (folder) => {
    await Deno.writeTextFile(join(folder, "cloacina.bash"), "#", { append: true });
    assert.deepEqual(await passes(folder), [false, false]);
  }));

Deno.test("a release with a file that stands for another is refused by both: the list has the names", () =>
  changed(async (folder) => {
    for (const ending of ["", ".sig"]) {
      await Deno.copyFile(
        join(folder, `cloacina.fish${ending}`),
        join(folder, `cloacina.bash${ending}`),
      );
    }
    assert.deepEqual(await passes(folder), [false, false]);
  }));

for (const missing of ["SHA256SUMS.sig", "cloacina.bash.sig", "cloacina.bash"]) {
  Deno.test(`a release without ${missing} is refused by both`, () =>
    changed(async (folder) => {
      await Deno.remove(join(folder, missing));
      assert.deepEqual(await passes(folder), [false, false]);
    }));
}

Deno.test("a release with a file that is named like an option is accepted by both", () =>
  changed(async (folder) => {
    const bytes = new TextEncoder().encode("help");
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
    await Deno.writeFile(join(folder, "-help"), bytes);
    const list = join(folder, "SHA256SUMS");
    await Deno.writeTextFile(list, `${digest}  -help\n`, { append: true });
    await signReleaseFolder({ ...release, folder });
    assert.deepEqual(await passes(folder), [true, true]);
  }));

Deno.test("a release with a hidden file is refused, and the printed shell says that it looks at none", () =>
  changed(async (folder) => {
    await Deno.writeTextFile(join(folder, ".hidden"), "");
    assert.deepEqual(await passes(folder), [false, true]);
    assert.match(good, /Hidden files are not looked at/);
  }));

Deno.test("a release with a file that is not listed is refused, whoever signed it", () =>
  changed(async (folder) => {
    await Deno.writeTextFile(join(folder, "more.sh"), "#!/bin/sh\n");
    await signReleaseFolder({ ...release, folder });
    assert.equal((await passes(folder))[0], false);
  }));

Deno.test("a release that another key signed is refused by both", () =>
  changed(async (folder) => {
    const privateKey = join(folder, "../other.pem");
    await runTask("cloacina", "keys", "generate", "--name", "other", "--output", privateKey);
    await signReleaseFolder({ ...release, folder, privateKey });
    assert.deepEqual(await passes(folder), [false, false]);
  }));

Deno.test("without a release key, a check says that there is none yet, and no more", async () => {
  const key = join(dirname(release.folder), "release-key.pub");
  await assert.rejects(
    runTask("release:check", release.folder, "--release-key", key),
    /: error: Cannot check a release: there is no release key yet, no \S*\/release-key\.pub\n$/,
  );
});

Deno.test("a release is checked by its tag, from the place that has the releases", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async ({ url }) => {
      const [, name] = /^\/releases\/download\/v0\.1\.0\/([^/]+)$/.exec(new URL(url).pathname) ??
        [];
      if (name === undefined) return new Response(null, { status: 404 });
      return new Response(await Deno.readFile(join(release.folder, name)));
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}/releases`;
  const flags = ["--releases-url", url, "--release-key", release.publicKey];
  assert.match(await runTask("release:check", "v0.1.0", ...flags), /^install\.sh: signed/m);
  await assert.rejects(runTask("release:check", "v0.2.0", ...flags), /Cannot download .*: 404/);
});
