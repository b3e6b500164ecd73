import assert from "node:assert/strict";
import { lchownSync } from "node:fs";
import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import type { RequireOpened } from "../../src/files/opened.ts";
import { pipeReader } from "../../src/files/read_pipe.ts";
import { smallFileReader } from "../../src/files/read_small_file.ts";
import { readingAgain, readTrustedFile } from "../../src/files/read_trusted.ts";
import {
  requireTrustedEntry,
  requireTrustedFolderOf,
  requireTrustedOpen,
  requireTrustedPlace,
  requireTrustedPresent,
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

Deno.test("the directory of a new file counts where a link leads to it, and the link itself does not", () =>
  inFolder(async (folder) => {
    const { inner } = await makeTree(folder);
    await Deno.symlink(inner, join(folder, "linked"));
    const fresh = join(folder, "linked/fresh");
    requireTrustedFolderOf(fresh, ACTION);
    await Deno.chmod(inner, 0o1777);
    requireTrustedPlace(fresh, ACTION);
    const { message } = refusal(fresh, requireTrustedFolderOf);
    assert.equal(
      message,
      `Cannot ${ACTION} "${fresh}": others may write to "${inner}" (mode 1777)`,
    );
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

/** What others could do to an entry of a sticky directory that is theirs, once it is open. */
const CHANGES: Readonly<Record<string, (path: string) => void>> = {
  "removed": (path) => Deno.removeSync(path),
  "renamed": (path) => Deno.renameSync(path, `${path}.away`),
  "replaced by another file": (path) => {
    Deno.writeTextFileSync(`${path}.new`, "mine", { mode: 0o600 });
    Deno.renameSync(`${path}.new`, path);
  },
  "replaced by a link to another file": (path) => {
    Deno.writeTextFileSync(`${path}.new`, "mine", { mode: 0o600 });
    Deno.renameSync(path, `${path}.away`);
    Deno.symlinkSync(`${path}.new`, path);
  },
};

/** The check, after a change to what has just been opened. */
function after(change: (path: string) => void): RequireOpened {
  return (opened, path, action) => {
    change(path);
    requireTrustedOpen(opened, path, action);
  };
}

function goneRefusal(path: string) {
  return {
    code: "insufficient_permissions",
    message: `Cannot ${ACTION} "${path}": it was removed or replaced while it was read`,
    hint: "try again; if it happens again, find out who writes to its directory",
  };
}

for (const [name, change] of Object.entries(CHANGES)) {
  Deno.test(`a file that was ${name} after it was opened is refused`, () =>
    inFolder(async (folder) => {
      const { inner, file } = await makeTree(folder);
      await Deno.chmod(inner, 0o1777);
      assert.throws(() => smallFileReader(after(change))(file, 9, ACTION), goneRefusal(file));
    }));

  Deno.test(`so is a FIFO that was ${name} after it was opened`, () =>
    inFolder(async (folder) => {
      const { inner } = await makeTree(folder);
      await Deno.chmod(inner, 0o1777);
      const fifo = join(inner, "fifo");
      await new Deno.Command("mkfifo", { args: ["-m", "600", fifo] }).output();
      const writer = new Deno.Command("sh", {
        args: ["-c", 'printf theirs > "$0"', fifo],
        stderr: "null",
      }).spawn();
      await assert.rejects(pipeReader(after(change))(fifo, 9, ACTION), goneRefusal(fifo));
      await writer.status;
    }));
}

/** Replaces a file, as another process of this user would, the first times that it is open. */
function replacedTimes(times: number): RequireOpened {
  let replaced = 0;
  return after((path) => {
    if (replaced++ >= times) return;
    Deno.writeTextFileSync(`${path}.new`, `new ${replaced}`, { mode: 0o600 });
    Deno.renameSync(`${path}.new`, path);
  });
}

Deno.test("a file that this user replaces while it is opened is read again", () =>
  inFolder(async (folder) => {
    const { file } = await makeTree(folder);
    const read = readingAgain(smallFileReader(replacedTimes(7)));
    assert.equal(new TextDecoder().decode(read(file, 9, ACTION).bytes), "new 7");
  }));

function isOpenToOthers(path: string): boolean {
  return (Deno.statSync(path).mode! & 0o022) !== 0;
}

Deno.test("but not for ever, and not once others may write to it", () =>
  inFolder(async (folder) => {
    const { file } = await makeTree(folder);
    const replaced = readingAgain(smallFileReader(replacedTimes(8)));
    assert.throws(() => replaced(file, 9, ACTION), goneRefusal(file));
    const openedUp = readingAgain(smallFileReader(after((path) => {
      if (isOpenToOthers(path)) return;
      Deno.renameSync(path, `${path}.old`);
      Deno.writeTextFileSync(path, "theirs");
      Deno.chmodSync(path, 0o666);
    })));
    assert.throws(() => openedUp(file, 9, ACTION), {
      code: "insufficient_permissions",
      message: `Cannot ${ACTION} "${file}": others may write to it (mode 0666)`,
    });
  }));

Deno.test("what is still there is read, also behind a link, and refused if others may write to it", () =>
  inFolder(async (folder) => {
    const { inner, file } = await makeTree(folder);
    await Deno.writeTextFile(file, "mine");
    await Deno.symlink(file, join(folder, "link"));
    for (const path of [file, join(folder, "link")]) {
      const { bytes } = readTrustedFile(path, 9, ACTION);
      assert.equal(new TextDecoder().decode(bytes), "mine");
    }
    await Deno.chmod(file, 0o666);
    assert.throws(() => readTrustedFile(file, 9, ACTION), {
      message: `Cannot ${ACTION} "${file}": others may write to it (mode 0666)`,
    });
    await Deno.chmod(file, 0o600);
    await Deno.chmod(inner, 0o777);
    assert.throws(() => readTrustedFile(file, 9, ACTION), {
      message: `Cannot ${ACTION} "${file}": others may write to "${inner}" (mode 0777)`,
    });
  }));

Deno.test("the file of another user is refused, even if one's own is there when it is looked for", () =>
  inFolder(async (folder) => {
    const { file } = await makeTree(folder);
    const { dev, ino } = await Deno.stat(file);
    const user = Deno.uid()! + 1;
    const opened = { dev, ino: ino!, uid: user, mode: 0o100600 };
    assert.throws(() => requireTrustedOpen(opened, file, ACTION), {
      message:
        `Cannot ${ACTION} "${file}": it belongs to user ${user}, who is neither you nor root`,
    });
  }));

Deno.test("what was found and is gone is refused, behind a link and below a file too", () =>
  inFolder(async (folder) => {
    const { inner, file } = await makeTree(folder);
    await Deno.symlink(join(folder, "nowhere"), join(folder, "dangling"));
    for (const path of [inner, file]) requireTrustedPresent(path, ACTION);
    const missing = [join(inner, "gone"), join(file, "below"), join(folder, "dangling")];
    for (const path of missing) {
      assert.throws(() => requireTrustedPresent(path, ACTION), goneRefusal(path));
    }
  }));
