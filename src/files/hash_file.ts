import { closeSync } from "node:fs";
import { sha256Stream } from "../crypto/sha256.ts";
import { quoted } from "../domain/quoted.ts";
import type { CloacinaError } from "../errors.ts";
import { feedFile, feedFileAlone, isChunked, type OnBytes } from "./feed_file.ts";
import { toIoError } from "./io_error.ts";
import { type OpenFile, openRegularFile } from "./open_regular_file.ts";
import { packageChanged } from "./package_changed.ts";
import { mayHideChanges } from "./recent_change.ts";

const ACTION = "read the package";

const OF_A_DIRECTORY = "name a file; `package sign` and `package verify` take the files in a " +
  "directory with --recursive, and a provider with --scheme provider";

/** Adds a file to a hash: `feedFile` or `feedFileAlone`. */
type Feed = (...parameters: Parameters<typeof feedFile>) => boolean | Promise<boolean>;

/** A package that is open to be hashed, and its path for messages. */
interface OpenPackage extends OpenFile {
  readonly path: string;
}

/** Opens a package. Its hash closes it. */
export function openPackage(path: string): OpenPackage {
  return { ...openRegularFile(path, ACTION, OF_A_DIRECTORY), path };
}

/**
 * The SHA-256 of an open package, streamed. Throws `package_changed` if its size or times changed meanwhile; a file that
 * was modified just before, so that its times may not show a change, is hashed twice.
 */
export async function hashOpened(
  opened: OpenPackage,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  return await hashWith(feedFile, opened, onBytes);
}

/** The same of the file at a path, read and hashed on this thread alone. */
export async function hashFile(path: string, onBytes: OnBytes): Promise<Uint8Array<ArrayBuffer>> {
  return await hashWith(feedFileAlone, openPackage(path), onBytes);
}

async function hashWith(
  feed: Feed,
  opened: OpenPackage,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const { path, descriptor, stat } = opened;
  try {
    const isFresh = mayHideChanges(stat);
    const digest = await hashOnce(feed, opened, onBytes);
    if (isFresh) {
      const again = await hashAgain(feed, opened);
      if (again.toHex() !== digest.toHex()) throw changed(path);
    }
    return digest;
  } catch (error) {
    throw toIoError(error, ACTION, path);
  } finally {
    closeSync(descriptor);
  }
}

/** By a descriptor of its own where the first is at its end by now. */
async function hashAgain(feed: Feed, opened: OpenPackage): Promise<Uint8Array<ArrayBuffer>> {
  if (!isChunked(opened)) return await hashOnce(feed, opened, () => {});
  const { descriptor } = reopenPackage(opened.path);
  try {
    return await hashOnce(feed, { ...opened, descriptor }, () => {});
  } finally {
    closeSync(descriptor);
  }
}

/** Throws `package_changed` if there is no file any more at the path of one that was open. */
function reopenPackage(path: string): OpenPackage {
  try {
    return openPackage(path);
  } catch (error) {
    const { code } = toIoError(error, ACTION, path);
    throw code === "file_not_found" || code === "invalid_request" ? changed(path) : error;
  }
}

async function hashOnce(
  feed: Feed,
  opened: OpenPackage,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const hash = sha256Stream();
  if (!await feed(hash, opened, onBytes)) throw changed(opened.path);
  return hash.digest();
}

function changed(path: string): CloacinaError {
  return packageChanged(`package ${quoted(path)}`);
}
