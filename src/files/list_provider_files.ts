import { type BigIntStats, lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { quoted } from "../domain/quoted.ts";
import { shownPath } from "../domain/shown_text.ts";
import { CloacinaError } from "../errors.ts";
import {
  compareProviderPaths,
  isDirectoryLeftOut,
  isFileLeftOut,
} from "../formats/signature/provider_digest.ts";
import { toIoError } from "./io_error.ts";

/** What is done, for messages. */
export const PROVIDER_ACTION = "read the provider";

/** A file that a provider's signature covers: its path in the directory, with slashes. */
export interface ProviderFile {
  readonly path: string;
  readonly stat: BigIntStats;
}

/** The manifest of every package of the engine. */
const MANIFEST = "package.toml";

/**
 * The files of a provider directory that its signature covers, in the order in which they are hashed. Throws
 * `invalid_request` for what fidius reads otherwise than it is packed, or not at all: a link, a device, a name that is
 * not UTF-8 or has a backslash.
 */
export function listProviderFiles(directory: string): readonly ProviderFile[] {
  requireDirectory(directory);
  return Array.from(filesBelow(directory))
    .sort((left, right) => compareProviderPaths(left.path, right.path));
}

/** Throws `invalid_request` for the files of a directory without package.toml, which is no provider. */
export function requireManifest(directory: string, files: readonly ProviderFile[]): void {
  if (files.some(({ path }) => path === MANIFEST)) return;
  throw refused(directory, `it has no ${MANIFEST}, so it is not a provider`);
}

function* filesBelow(directory: string): Generator<ProviderFile> {
  const unread = [""];
  for (let parent = unread.pop(); parent !== undefined; parent = unread.pop()) {
    for (const name of namesIn(join(directory, parent))) {
      const path = parent === "" ? name : `${parent}/${name}`;
      const stat = lookAt(directory, path);
      if (stat.isDirectory()) {
        if (!isDirectoryLeftOut(name)) unread.push(path);
        continue;
      }
      requireRegular(directory, path, stat);
      if (!isFileLeftOut(name)) yield { path, stat };
    }
  }
}

function requireDirectory(directory: string): void {
  try {
    if (statSync(directory).isDirectory()) return;
  } catch (error) {
    throw toIoError(error, PROVIDER_ACTION, directory);
  }
  const hint = `--scheme provider takes the directory that has the ${MANIFEST}`;
  throw refused(directory, "it is not a directory", hint);
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    throw toIoError(error, PROVIDER_ACTION, directory);
  }
}

function lookAt(directory: string, path: string): BigIntStats {
  requirePortable(directory, path);
  try {
    return lstatSync(join(directory, path), { bigint: true });
  } catch (error) {
    throw toIoError(error, PROVIDER_ACTION, join(directory, path));
  }
}

/** The runtime puts U+FFFD where a name is not UTF-8, as fidius does, which then looks for a file of that name. */
function requirePortable(directory: string, path: string): void {
  const state = path.includes("\\")
    ? "has a backslash in its name, which fidius reads as a slash"
    : path.includes("\ufffd") && "has a name that is not UTF-8";
  if (state) throw refused(directory, `${quoted(path)} ${state}`, "rename it");
}

function requireRegular(directory: string, path: string, stat: BigIntStats): void {
  if (stat.isFile()) return;
  const state = stat.isSymbolicLink()
    ? "is a symbolic link, and what it leads to may change"
    : "is not a regular file";
  throw refused(directory, `${quoted(path)} ${state}`, "put the file itself in its place");
}

function refused(directory: string, state: string, hint?: string): CloacinaError {
  const message = `Cannot ${PROVIDER_ACTION} ${quoted(shownPath(directory))}: ${state}`;
  return new CloacinaError("invalid_request", message, { hint });
}
