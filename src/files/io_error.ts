import { constants } from "node:os";
import { shownPath } from "../domain/shown_text.ts";
import { quoted } from "../domain/quoted.ts";
import { CloacinaError, type ErrorCode } from "../errors.ts";

/** How network file systems and those of FUSE say what they leave out. Linux has one number for ENOTSUP and EOPNOTSUPP. */
export const UNSUPPORTED: readonly string[] = ["ENOSYS", "ENOTSUP", "EOPNOTSUPP"];

/** Error codes and messages for OS errors. Any other is a device failure. */
const STATES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOENT: ["file_not_found", "there is no such file"],
  ENOTDIR: ["file_not_found", "a part of the path is not a directory"],
  EISDIR: ["invalid_request", "it is a directory"],
  ELOOP: ["invalid_request", "its symbolic links form a loop"],
  ENAMETOOLONG: ["invalid_request", "the name is too long"],
  EEXIST: ["target_exists", "it already exists"],
  EACCES: ["insufficient_permissions", "permission denied"],
  EPERM: ["insufficient_permissions", "the operation is not permitted"],
  EROFS: ["insufficient_permissions", "the file system is read-only"],
  ENOTCAPABLE: ["insufficient_permissions", "this process was started without the permission"],
  ENOSPC: ["io_failed", "no space is left on the device"],
  EDQUOT: ["io_failed", "the disk quota is used up"],
  EFBIG: ["io_failed", "the file would be too large"],
  ...Object.fromEntries(
    UNSUPPORTED.map((number) => [number, ["io_failed", "the file system does not support this"]]),
  ),
  EPIPE: ["io_failed", "the pipe is closed at its other end"],
};

/** A descriptor as a path, which Deno opens only if it is a pipe and not a standard stream. */
const DESCRIPTOR = /^\/(dev\/(fd\/\d+|std(in|out|err))|proc\/self\/fd\/\d+)$/;

const CLOSED_DESCRIPTOR = [
  "insufficient_permissions",
  "a descriptor is opened by its path only if it is a pipe",
] as const;

const DESCRIPTOR_HINT = "give - for standard input, and any other file by its own name";

/** Converts a file system error to a coded error; a coded error is returned as it is. `action` reads "read the key". */
export function toIoError(error: unknown, action: string, path: string): CloacinaError {
  if (error instanceof CloacinaError) return error;
  if (path === "") return emptyPath(action);
  const number = errorNumber(error);
  const isDescriptor = number === "ENOTCAPABLE" && DESCRIPTOR.test(path);
  const [code, state] = isDescriptor
    ? CLOSED_DESCRIPTOR
    : STATES[number] ?? ["io_failed", `input or output failed (${number})`];
  return new CloacinaError(code, `Cannot ${action} ${quoted(shownPath(path))}: ${state}`, {
    hint: isDescriptor ? DESCRIPTOR_HINT : undefined,
    cause: error,
  });
}

/** The error of a path that is an empty text, as an unset variable leaves it. */
export function emptyPath(action: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot ${action}: the path is empty`);
}

/** Whether an error has one of these OS error codes, such as "ENOENT". */
export function isErrorNumber(error: unknown, ...numbers: readonly string[]): boolean {
  return numbers.includes(errorNumber(error));
}

function errorNumber(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) return "ENOTCAPABLE";
  if (!(error instanceof Error)) return "unknown";
  return "code" in error ? String(error.code) : numberInMessage(error.message);
}

/** Deno sets no code on some errors, such as EFBIG; the number is in the message. */
function numberInMessage(message: string): string {
  const number = Number(/\(os error (\d+)\)/.exec(message)?.[1]);
  const name = Object.entries(constants.errno).find(([, value]) => value === number)?.[0];
  return name ?? "unknown";
}
