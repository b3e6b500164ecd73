import assert from "node:assert/strict";
import { CloacinaError } from "../../src/errors.ts";
import { isErrorNumber, toIoError } from "../../src/files/io_error.ts";

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: SECRET, open 'k'`), { code });
}

const STATES: readonly (readonly [number: string, code: string, state: string])[] = [
  ["ENOENT", "file_not_found", "there is no such file"],
  ["ENOTDIR", "file_not_found", "a part of the path is not a directory"],
  ["EISDIR", "invalid_request", "it is a directory"],
  ["ELOOP", "invalid_request", "its symbolic links form a loop"],
  ["ENAMETOOLONG", "invalid_request", "the name is too long"],
  ["EEXIST", "target_exists", "it already exists"],
  ["EACCES", "insufficient_permissions", "permission denied"],
  ["EPERM", "insufficient_permissions", "the operation is not permitted"],
  ["EROFS", "insufficient_permissions", "the file system is read-only"],
  ["ENOSPC", "io_failed", "no space is left on the device"],
  ["EDQUOT", "io_failed", "the disk quota is used up"],
  ["EFBIG", "io_failed", "the file would be too large"],
  ["EPIPE", "io_failed", "the pipe is closed at its other end"],
  ["ENOSYS", "io_failed", "the file system does not support this"],
  ["ENOTSUP", "io_failed", "the file system does not support this"],
  ["EOPNOTSUPP", "io_failed", "the file system does not support this"],
  ["EIO", "io_failed", "input or output failed (EIO)"],
  ["EMFILE", "io_failed", "input or output failed (EMFILE)"],
];

Deno.test("each error of the operating system has its code and its words, and keeps its cause", () => {
  for (const [number, code, state] of STATES) {
    const cause = systemError(number);
    const error = toIoError(cause, "read the key", "k.pem");
    assert.deepEqual([error.code, error.message], [code, `Cannot read the key "k.pem": ${state}`]);
    assert.equal(error.cause, cause);
  }
});

Deno.test("a permission that the process was started without is told apart from one of the file", () => {
  const { code, message } = toIoError(new Deno.errors.NotCapable("x"), "write", "k.pem");
  assert.deepEqual([code, message], [
    "insufficient_permissions",
    'Cannot write "k.pem": this process was started without the permission',
  ]);
});

Deno.test("what is no error of the operating system is io_failed, and none of its words are told", () => {
  for (const stranger of [new Error("SECRET"), "SECRET", undefined, null, { code: "SECRET" }]) {
    const { code, message } = toIoError(stranger, "write", "k.pem");
    assert.deepEqual([code, message], [
      "io_failed",
      'Cannot write "k.pem": input or output failed (unknown)',
    ]);
  }
});

Deno.test("a coded error passes through as it is", () => {
  const error = new CloacinaError("package_changed", "Cannot hash it: it changed");
  assert.equal(toIoError(error, "read", "k.pem"), error);
});

Deno.test("an error number is recognised, and a stranger has none", () => {
  assert.equal(isErrorNumber(systemError("ENOENT"), "ENOENT"), true);
  assert.equal(isErrorNumber(systemError("EACCES"), "ENOENT"), false);
  assert.equal(isErrorNumber("ENOENT", "ENOENT"), false);
});
