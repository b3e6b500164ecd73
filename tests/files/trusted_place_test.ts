import assert from "node:assert/strict";
import { lchownSync } from "node:fs";
import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import {
  requireTrustedEntry,
  requireTrustedFolderOf,
  requireTrustedPlace,
} from "../../src/files/trusted_place.ts";
import { inFolder } from "../compile/in_folder.ts";

const ACTION = "read the public key";

/** A directory in a directory with a file in it, all of them this user's alone. */
async function makeTree(folder: string) {
  const [outer, inner] = [join(folder, "outer"), join(folder, "outer/inner")];
  const file = join(inner, "file");
  await Deno.mkdir(inner, { recursive: true });
  await Deno.writeTextFile(file, "");
  for (const directory of [outer, inner]) await Deno.chmod(directory, 0o755);
  await Deno.chmod(file, 0o644);
  return { outer, inner, file };
}

function refusal(path: string, check = requireTrustedPlace): CloacinaError {
  try {
    check(path, ACTION);
  } catch (error) {
    assert.ok(error instanceof CloacinaError);
    assert.equal(error.code, "insufficient_permissions");
    return error;
  }
  assert.fail(`${path} is trusted`);
}

Deno.test("what this user alone may write is trusted: a file, a directory, what is not there", () =>
  inFolder(async (folder) => {
    const { outer, inner, file } = await makeTree(folder);
    const missing = [join(inner, "gone"), join(inner, "gone/far/away"), join(file, "below")];
    for (const path of [outer, inner, file, ...missing]) requireTrustedPlace(path, ACTION);
  }));

for (const mode of [0o664, 0o646, 0o666, 0o602, 0o620]) {
  Deno.test(`a file that others may write is refused: ${mode.toString(8)}`, () =>
    inFolder(async (folder) => {
      const { file } = await makeTree(folder);
      await Deno.chmod(file, mode);
      const { message, hint } = refusal(file);
      const octal = `0${mode.toString(8)}`;
      assert.equal(message, `Cannot ${ACTION} "${file}": others may write to it (mode ${octal})`);
      assert.equal(
        hint,
        `once you know that nobody planted anything in it: chmod go-w ${file}`,
      );
    }));
}

for (const mode of [0o775, 0o757, 0o777, 0o703]) {
  Deno.test(`so is what lies in, or far below, a directory that others may write: ${mode.toString(8)}`, () =>
    inFolder(async (folder) => {
      const { outer, inner, file } = await makeTree(folder);
      for (const directory of [outer, inner]) {
        await Deno.chmod(directory, mode);
        for (const path of [file, join(inner, "gone")]) {
          const { message, hint } = refusal(path);
          const state = `others may write to "${directory}" (mode 0${mode.toString(8)})`;
          assert.equal(message, `Cannot ${ACTION} "${path}": ${state}`);
          assert.ok(hint?.endsWith(`chmod go-w ${directory}`));
        }
        await Deno.chmod(directory, 0o755);
      }
      requireTrustedPlace(file, ACTION);
    }));
}

Deno.test("in a sticky directory one's own is trusted, the directory itself is not", () =>
  inFolder(async (folder) => {
    const { outer, inner, file } = await makeTree(folder);
    await Deno.chmod(outer, 0o1777);
    for (const path of [file, inner]) requireTrustedPlace(path, ACTION);
    assert.match(refusal(outer).message, /others may write to it \(mode 1777\)$/);
  }));

Deno.test("beside a file that is not alone in its directory, others could put one, sticky or not", () =>
  inFolder(async (folder) => {
    const { inner, file } = await makeTree(folder);
    requireTrustedFolderOf(file, ACTION);
    await Deno.chmod(inner, 0o1777);
    requireTrustedPlace(file, ACTION);
    const { message, hint } = refusal(file, requireTrustedFolderOf);
    assert.equal(message, `Cannot ${ACTION} "${file}": others may write to "${inner}" (mode 1777)`);
    assert.equal(hint, "choose a directory that nobody else may write to");
  }));

Deno.test("each directory behind a link counts, and each link of a chain", () =>
  inFolder(async (folder) => {
    const { outer, inner, file } = await makeTree(folder);
    const open = join(folder, "open");
    await Deno.mkdir(open);
    await Deno.symlink(inner, join(open, "second"));
    await Deno.symlink(join(open, "second"), join(folder, "first"));
    await Deno.symlink("../outer/./inner", join(outer, "relative"));
    for (const path of [join(folder, "first/file"), join(outer, "relative/file")]) {
      requireTrustedPlace(path, ACTION);
    }
    await Deno.chmod(open, 0o777);
    const first = join(folder, "first/file");
    assert.ok(refusal(first).message.includes(`"${open}" (mode 0777)`));
    requireTrustedPlace(file, ACTION);
    await Deno.chmod(open, 0o755);
    await Deno.chmod(outer, 0o775);
    assert.ok(refusal(first).message.includes(`"${outer}" (mode 0775)`));
  }));

Deno.test("links that go round are refused, and one that leads nowhere is nobody's", () =>
  inFolder(async (folder) => {
    await Deno.symlink(join(folder, "loop"), join(folder, "loop"));
    await Deno.symlink(join(folder, "nowhere"), join(folder, "dangling"));
    assert.throws(() => requireTrustedPlace(join(folder, "loop"), ACTION), {
      code: "invalid_request",
      message: /its symbolic links form a loop$/,
    });
    requireTrustedPlace(join(folder, "dangling"), ACTION);
  }));

Deno.test("another user's file, directory or link is refused, root's and one's own are not", () =>
  inFolder(async (folder) => {
    const { outer, inner, file } = await makeTree(folder);
    const user = Deno.uid()!;
    requireTrustedEntry({ uid: 0, mode: 0o100644 }, file, ACTION);
    requireTrustedEntry({ uid: user, mode: 0o100600 }, file, ACTION);
    assert.throws(() => requireTrustedEntry({ uid: user + 1, mode: 0o100600 }, file, ACTION), {
      code: "insufficient_permissions",
      message: `Cannot ${ACTION} "${file}": it belongs to user ${
        user + 1
      }, who is neither you nor root`,
      hint: `once you know all that is in it: chown ${user} ${file}`,
    });
    const link = join(folder, "link");
    await Deno.symlink(file, link);
    for (const path of [file, inner, outer]) await assertOthersRefused(path, file, link);
  }));

/** Only root can give a file away. */
async function assertOthersRefused(path: string, below: string, link: string): Promise<void> {
  if (Deno.uid() !== 0) return;
  await Deno.chown(path, 65534, 65534);
  assert.match(refusal(below).message, /belongs to user 65534, who is neither you nor root$/);
  await Deno.chown(path, 0, 0);
  lchownSync(link, 65534, 65534);
  assert.match(refusal(link).message, /link belongs to user 65534|it belongs to user 65534/);
  lchownSync(link, 0, 0);
}
