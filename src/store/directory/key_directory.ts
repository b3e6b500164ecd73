import type { Stats } from "node:fs";
import { realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod/mini";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { isErrorNumber } from "../../files/io_error.ts";
import { makeDirectoryDurably } from "../../files/make_directory_durably.ts";
import { requireTrustedEntry, requireTrustedPresent } from "../../files/trusted_place.ts";
import { forOwnTables, type SchemaStatus } from "../schema_status.ts";
import { directoryPlace, noAccess, noStore } from "../store_errors.ts";
import { lookAt, makeFolder, readFile, readNames, renameFile, syncFolder } from "./disk.ts";
import { DOCUMENT_VERSION, documentOf } from "./document_fields.ts";
import { parseDocument, serializeDocument } from "./documents.ts";
import {
  JOURNAL_FILE,
  MASTER_KEY_FILE,
  MAX_DOCUMENT_BYTES,
  RECORD_FOLDERS,
  STORE_FILE,
  TEMPORARY_FOLDER,
  TOP_NAMES,
} from "./layout.ts";
import { discardFiles, stageFile } from "./staged_files.ts";
import { corrupt, toStoreError } from "./store_error.ts";

/** Says that this is a key directory, and which version of the layout it has. */
const StoreDocument = documentOf({});

const OPEN = "open the key directory";

const NAME_IT = "name the store with --database-url, DATABASE_URL or --key-dir; " +
  "the first command that writes to a key directory creates it";

/** A key directory by its path; where there is none and one must be there, nothing can be read or changed. */
export interface KeyDirectory {
  readonly root: string;
  readonly mustExist: boolean;
}

/**
 * Whether there is a key directory: one that nobody else may write, in a layout that is known here. Throws
 * `store_unavailable`, `insufficient_permissions`, or `store_corrupt` for what is no key directory.
 */
export function requireKeyDirectory(root: string): boolean {
  const stat = lookAtRoot(root);
  if (stat === null) return false;
  if (!stat.isDirectory()) throw noAccess(directoryPlace(root), "it is not a directory");
  requireTrustedPresent(root, OPEN);
  for (const name of [...RECORD_FOLDERS, TEMPORARY_FOLDER]) requireFolder(join(root, name));
  if (isMarked(root)) return true;
  refuseStrangers(root);
  if (!hasRecords(root)) return false;
  // Somebody else may have made it, and written to it, since the first look.
  if (isMarked(root)) return true;
  throw corrupt(join(root, STORE_FILE), "it is missing, but the key directory has records");
}

/** The error where a key directory must exist, and does not: an answer from it would be an answer from nothing. */
export function absent(root: string): CloacinaError {
  const place = directoryPlace(root);
  return lookAtRoot(root) === null
    ? noStore(place, NAME_IT)
    : noAccess(place, "it is empty", { hint: NAME_IT });
}

/** The state of a key directory that nothing was written to yet: the first change creates what is missing. */
export function unmade(root: string): SchemaStatus {
  return {
    owner: "nobody",
    isReady: false,
    ownTables: forOwnTables(() => ({ isThere: false })),
    problems: [`the key directory ${lookAtRoot(root) === null ? "does not exist" : "is empty"}`],
    refusal: { code: "store_unavailable", hint: NAME_IT },
  };
}

/** Makes the directory, 0700, where there is none. What is in it is made under the lock. */
export function makeKeyDirectory(root: string): void {
  try {
    makeDirectoryDurably(root, 0o700);
  } catch (error) {
    throw toStoreError(error, "create the key directory", root);
  }
}

/** Creates the missing parts of a key directory; whether there were any. Under the lock. */
export function fillKeyDirectory(root: string): boolean {
  if (isMarked(root)) return false;
  for (const name of RECORD_FOLDERS) makeFolder(join(root, name));
  const path = join(root, STORE_FILE);
  const bytes = serializeDocument(
    path,
    () => z.encode(StoreDocument, { version: DOCUMENT_VERSION }),
  );
  const staged = stageFile(root, STORE_FILE, bytes);
  try {
    renameFile(join(root, staged.temporary), path);
  } catch (error) {
    discardFiles(root, [staged]);
    throw error;
  }
  syncFolder(root);
  syncFolder(dirname(root));
  return true;
}

/** The directory itself may be a link, as its owner's home may be. */
function lookAtRoot(root: string): Stats | null {
  try {
    return statSync(root);
  } catch (error) {
    if (isErrorNumber(error, "ENOENT")) return null;
    throw toStoreError(error, OPEN, root);
  }
}

function requireFolder(path: string): void {
  const stat = lookAt(path);
  if (stat === null) return;
  if (!stat.isDirectory()) throw corrupt(path, "it is not a directory");
  requireTrustedEntry(stat, path, OPEN);
}

function isMarked(root: string): boolean {
  const path = join(root, STORE_FILE);
  const bytes = readFile(path, MAX_DOCUMENT_BYTES);
  if (bytes === null) return false;
  parseDocument(
    bytes,
    path,
    (document) => z.decode(StoreDocument, document as z.input<typeof StoreDocument>),
  );
  return true;
}

function hasRecords(root: string): boolean {
  return [JOURNAL_FILE, MASTER_KEY_FILE].some((name) => lookAt(join(root, name)) !== null) ||
    RECORD_FOLDERS.some((name) => readNames(join(root, name)).length > 0);
}

function refuseStrangers(root: string): void {
  const stranger = readNames(realpathSync(root)).find((name) => !TOP_NAMES.includes(name));
  if (stranger === undefined) return;
  const state = `it is not a key directory, and has ${quoted(stranger)} in it`;
  throw new CloacinaError("store_corrupt", `Cannot open ${directoryPlace(root)}: ${state}`, {
    hint: "name a directory that is empty or does not exist yet",
  });
}
