/** What lies in a key directory beside the folders of records. Paths here and in a journal are relative to it. */
export const STORE_FILE = "store.json";
/** Locked by whoever writes. Never renamed, never deleted, always empty. */
export const LOCK_FILE = "lock";
/** If it exists, a change of several files is committed and has to be finished. */
export const JOURNAL_FILE = "journal.json";
/** Changes with each journal. */
export const GENERATION_FILE = "generation";
export const MASTER_KEY_FILE = "master-key.json";
/** Files that are being written, on the file system of the records. */
export const TEMPORARY_FOLDER = "temporary";
/** What the names in it look like, as the source of a pattern. */
export const TEMPORARY_NAME_SOURCE = "[0-9a-f-]{36}\\.tmp";

/** Folders of records, one a kind. */
export const RECORD_FOLDERS = [
  "signing-keys",
  "trusted-keys",
  "trust-grants",
  "signatures",
  "api-tokens",
  "statements",
  "minimum-versions",
] as const;

/** One of these folders. */
export type RecordFolder = (typeof RECORD_FOLDERS)[number];

/** Everything that may lie at the top of a key directory. */
export const TOP_NAMES: readonly string[] = [
  ...[STORE_FILE, LOCK_FILE, JOURNAL_FILE, GENERATION_FILE, MASTER_KEY_FILE, TEMPORARY_FOLDER],
  ...RECORD_FOLDERS,
];

/** The most that a record or another small document may hold; ours have about 1 KiB. */
export const MAX_DOCUMENT_BYTES = 64 * 1024;

/** The most that a journal may hold: about half a million changes. */
export const MAX_JOURNAL_BYTES = 256 * 1024 * 1024;
