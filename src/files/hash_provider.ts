import { closeSync } from "node:fs";
import { join } from "node:path";
import { type Sha256Stream, sha256Stream } from "../crypto/sha256.ts";
import { quoted } from "../domain/quoted.ts";
import type { CloacinaError } from "../errors.ts";
import { providerFileHeader } from "../formats/signature/provider_digest.ts";
import { feedFile, isSameVersion, type OnBytes } from "./feed_file.ts";
import { toIoError } from "./io_error.ts";
import {
  listProviderFiles,
  PROVIDER_ACTION,
  type ProviderFile,
  requireManifest,
} from "./list_provider_files.ts";
import { openRegularFile } from "./open_regular_file.ts";
import { packageChanged } from "./package_changed.ts";
import { mayHideChanges } from "./recent_change.ts";

/**
 * The digest of a provider directory (docs/format.md, "Provider signature"), streamed. Throws `package_changed` if a
 * file of it was changed, added or removed meanwhile; where one was modified just before, all is hashed twice.
 */
export async function hashProvider(
  directory: string,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const files = listProviderFiles(directory);
  requireManifest(directory, files);
  const isFresh = files.some(({ stat }) => mayHideChanges(stat));
  const digest = await hashFiles(directory, files, onBytes);
  if (isFresh) {
    const again = await hashFiles(directory, files, () => {});
    if (again.toHex() !== digest.toHex()) throw changed(directory);
  }
  return digest;
}

async function hashFiles(
  directory: string,
  files: readonly ProviderFile[],
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const hash = sha256Stream();
  try {
    for (const file of files) {
      hash.update(providerFileHeader(file.path, file.stat.size));
      if (!await feed(hash, { directory, file }, onBytes)) throw changed(directory, file.path);
    }
  } finally {
    // Which read fails first may depend on the second of a change; what stands there after it does not.
    requireSame(directory, files, listProviderFiles(directory));
  }
  return hash.digest();
}

/** Returns false if the file is not, or no longer, the one that was listed. */
async function feed(
  hash: Sha256Stream,
  { directory, file }: { readonly directory: string; readonly file: ProviderFile },
  onBytes: OnBytes,
): Promise<boolean> {
  const path = join(directory, file.path);
  const opened = openRegularFile(path, PROVIDER_ACTION);
  try {
    return isSameVersion(file.stat, opened.stat) && await feedFile(hash, opened, onBytes);
  } catch (error) {
    throw toIoError(error, PROVIDER_ACTION, path);
  } finally {
    closeSync(opened.descriptor);
  }
}

/** Throws for what the list shows: a file may also change after it was read, and others come and go. */
function requireSame(
  directory: string,
  before: readonly ProviderFile[],
  after: readonly ProviderFile[],
): void {
  if (before.length !== after.length) throw changed(directory);
  for (const [index, { path, stat }] of before.entries()) {
    const now = after[index]!;
    if (now.path !== path || !isSameVersion(stat, now.stat)) throw changed(directory, path);
  }
}

function changed(directory: string, path?: string): CloacinaError {
  const what = path === undefined ? "its files" : quoted(path);
  return packageChanged(`provider ${quoted(directory)}`, what);
}
