import { join } from "node:path";
import * as z from "zod/mini";
import { sha256Hex } from "../../crypto/sha256.ts";
import { lookAt, readFile, removeFile, renameFile, syncFolder } from "./disk.ts";
import { DOCUMENT_VERSION, documentOf, sha256Field } from "./document_fields.ts";
import { parseDocument, requireSize, serializeDocument } from "./documents.ts";
import {
  GENERATION_FILE,
  JOURNAL_FILE,
  MASTER_KEY_FILE,
  MAX_DOCUMENT_BYTES,
  MAX_JOURNAL_BYTES,
  RECORD_FOLDERS,
  TEMPORARY_FOLDER,
  TEMPORARY_NAME_SOURCE,
} from "./layout.ts";
import type { Changes } from "./staged_view.ts";
import {
  discardFiles,
  foldersOf,
  type StagedFile,
  type StagedFiles,
  stageFile,
} from "./staged_files.ts";
import { corrupt } from "./store_error.ts";

// A journal can move no other files than these.
const RECORD = `(?:${RECORD_FOLDERS.join("|")})/[0-9a-f-]+/[0-9a-z_-]+\\.json`;
const OTHERS = [MASTER_KEY_FILE, GENERATION_FILE].map((name) => RegExp.escape(name));
const Target = z.string().check(z.regex(new RegExp(`^(?:${[RECORD, ...OTHERS].join("|")})$`)));
const Temporary = z.string().check(
  z.regex(new RegExp(`^${TEMPORARY_FOLDER}/${TEMPORARY_NAME_SOURCE}$`)),
);

const Journal = documentOf({
  written: z.array(
    z.strictObject({ path: Target, temporary: Temporary, sha256: sha256Field() }),
  ),
  removed: z.array(Target),
});

/**
 * Commits changes: once the journal has its name they will be made, by whoever finishes it. Throws where they are not
 * committed, and then the staged files are still the caller's.
 */
export function writeJournal(root: string, { written, removed }: StagedFiles): void {
  const path = join(root, JOURNAL_FILE);
  const changes = { written: [...written], removed: [...removed] };
  const bytes = serializeDocument(
    path,
    () => z.encode(Journal, { version: DOCUMENT_VERSION, ...changes }),
  );
  requireSize(bytes, MAX_JOURNAL_BYTES, path);
  const staged = stageFile(root, JOURNAL_FILE, bytes);
  try {
    syncFolder(join(root, TEMPORARY_FOLDER));
    renameFile(join(root, staged.temporary), path);
    syncFolder(root);
  } catch (error) {
    removeFile(path);
    discardFiles(root, [staged]);
    throw error;
  }
}

/** Whether changes are committed that may not all be made. */
export function hasJournal(root: string): boolean {
  return lookAt(join(root, JOURNAL_FILE)) !== null;
}

/** Makes the committed changes, if there are any. Under the lock; if interrupted, it can be repeated. */
export function finishJournal(root: string): void {
  const journal = readJournal(root);
  if (journal === null) return;
  const { written, removed } = journal;
  for (const file of written) giveName(root, file);
  for (const path of removed) removeFile(join(root, path));
  for (const folder of foldersOf([...written.map(({ path }) => path), ...removed])) {
    syncFolder(join(root, folder));
  }
  removeFile(join(root, JOURNAL_FILE));
  syncFolder(root);
}

/** With a new generation, which every journal sets, so that a reader sees that one came and went. */
export function withGeneration(changes: Changes): Changes {
  const bytes = new TextEncoder().encode(crypto.randomUUID());
  return new Map([...changes, [GENERATION_FILE, bytes]]);
}

/** Differs before and after any journal. Null before the first. */
export function generation(root: string): string | null {
  const bytes = readFile(join(root, GENERATION_FILE), MAX_DOCUMENT_BYTES);
  return bytes === null ? null : bytes.toHex();
}

function readJournal(root: string): StagedFiles | null {
  const path = join(root, JOURNAL_FILE);
  const bytes = readFile(path, MAX_JOURNAL_BYTES);
  if (bytes === null) return null;
  return parseDocument(
    bytes,
    path,
    (document) => z.decode(Journal, document as z.input<typeof Journal>),
  );
}

/** Where the temporary file is gone, the change was made before, which its digest confirms. */
function giveName(root: string, { path, temporary, sha256 }: StagedFile): void {
  if (lookAt(join(root, temporary)) !== null) {
    renameFile(join(root, temporary), join(root, path));
    return;
  }
  const bytes = readFile(join(root, path), MAX_DOCUMENT_BYTES);
  if (bytes !== null && sha256Hex(bytes) === sha256) return;
  throw corrupt(join(root, JOURNAL_FILE), `its file ${temporary} is lost`);
}
