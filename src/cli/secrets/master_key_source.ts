import type { Bytes } from "../../crypto/bytes.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError, hasCode } from "../../errors.ts";
import { equalBytes } from "../../formats/bytes.ts";
import { MAX_MASTER_KEY_BYTES, parseMasterKey } from "../../formats/keys/master_key.ts";
import type { LocalParts, MasterKeySource } from "../../operations/parts.ts";
import type { CliContext } from "../context.ts";
import { choosePassphrase, firstPassphraseOf, passphraseOf, unlockWith } from "./passphrase.ts";
import { readSecret } from "./read_secret.ts";
import type { MasterKeyFlags } from "../store/store_flags.ts";

type Store = LocalParts["store"];
type MasterKeyFile = NonNullable<Store["masterKeyFile"]>;

/** The environment variable from which the engine's server reads its master key. */
const MASTER_KEY_VARIABLE = "CLOACINA_KEY_ENCRYPTION_KEY";

/** A master key, and the document of a key directory that it was in, with its passphrase. The caller wipes the key. */
export interface FoundMasterKey {
  readonly key: Bytes;
  readonly passphrase: string | null;
  readonly document: Bytes | null;
}

/** The master key of a store as its operations get it. */
interface StoreMasterKey {
  readonly source: MasterKeySource;
  /** Throws another error in place of one that blames the master key, or a private key, where it was replaced meanwhile. */
  readonly explain: (error: unknown) => Promise<never>;
}

/**
 * The master key of a store, as `findMasterKey` finds it; else, for a key directory that has no keys yet, a new one. Its
 * source throws `invalid_request` where there is none.
 */
export function masterKeyOf(
  context: CliContext,
  flags: MasterKeyFlags,
  store: Store,
): StoreMasterKey {
  let found: FoundMasterKey | null = null;
  return {
    source: async () => {
      const file = store.masterKeyFile;
      const find = file === null ? findMasterKey : findForKeys;
      found = await find(context, flags, store);
      if (found !== null) return found.key;
      if (file === null) throw missing(store);
      return await makeMasterKey(context, flags, { store, file });
    },
    explain: async (error) => {
      if (found !== null && hasCode(error, "wrong_master_key", "key_integrity")) {
        await requireKept(store, found);
      }
      throw error;
    },
  };
}

/**
 * Throws `store_unavailable` if another process has replaced a master key since it was found: that it does not open
 * private keys then says nothing about them.
 */
export async function requireKept(
  { masterKeyFile, location }: Store,
  { document }: Pick<FoundMasterKey, "document">,
): Promise<void> {
  if (document === null) return;
  const now = await masterKeyFile?.read() ?? null;
  if (now !== null && equalBytes(now, document)) return;
  throw new CloacinaError(
    "store_unavailable",
    `Cannot access the private keys in ${
      quoted(location)
    }: another process has replaced the master key`,
    { hint: "run the command again" },
  );
}

/**
 * Finds the master key of a store: by `--master-key`; else, in a key directory that has one of its own, that one, opened
 * by its passphrase; else in CLOACINA_KEY_ENCRYPTION_KEY. Null where none of these is there.
 */
export async function findMasterKey(
  context: CliContext,
  flags: MasterKeyFlags,
  store: Store,
): Promise<FoundMasterKey | null> {
  if (flags.masterKey !== undefined) {
    return notKept(await readMasterKey(context, flags.masterKey));
  }
  const document = await store.masterKeyFile?.read() ?? null;
  if (document !== null) return await unlock(context, flags, { store, document });
  const text = context.env(MASTER_KEY_VARIABLE);
  return text === undefined ? null : notKept(parseMasterKey(text, `env:${MASTER_KEY_VARIABLE}`));
}

/**
 * As `findMasterKey`, but null only where there are no keys either. Throws `invalid_request` where there are: they are
 * encrypted with a master key that is kept elsewhere.
 */
export async function findForKeys(
  context: CliContext,
  flags: MasterKeyFlags,
  store: Store,
): Promise<FoundMasterKey | null> {
  const found = await findMasterKey(context, flags, store);
  if (found !== null || !await hasKeys(store)) return found;
  // Another process may have made both meanwhile, the master key first.
  const made = await findMasterKey(context, flags, store);
  if (made === null) throw missing(store);
  return made;
}

async function hasKeys(store: Store): Promise<boolean> {
  const everything = { orgId: null, includeRevoked: true } as const;
  const { total } = await store.listSigningKeys(everything, { limit: 1, offset: 0 });
  return total > 0;
}

/** One that the store does not keep. */
function notKept(key: Bytes): FoundMasterKey {
  return { key, passphrase: null, document: null };
}

/** As `findMasterKey`, but throws `invalid_request` if there is none. */
export async function requireFoundMasterKey(
  context: CliContext,
  flags: MasterKeyFlags,
  store: Store,
): Promise<FoundMasterKey> {
  const found = await findForKeys(context, flags, store);
  if (found !== null) return found;
  throw new CloacinaError(
    "invalid_request",
    `Cannot access the private keys in ${quoted(store.location)}: there are none`,
  );
}

/** Reads the master key of a reference. `hint` is for one that is malformed. Throws `invalid_key`. */
export async function readMasterKey(
  context: CliContext,
  reference: string,
  hint?: string,
): Promise<Bytes> {
  const action = "read the master key";
  return await readSecret(context, reference, {
    limit: MAX_MASTER_KEY_BYTES,
    action,
    parse: (bytes, name) => parseMasterKey(new TextDecoder().decode(bytes), name, hint),
  });
}

/** A key directory as prompts and messages name it. */
export function nameOfDirectory({ location }: Pick<Store, "location">): string {
  return `the key directory ${quoted(location)}`;
}

/** Generates a master key for a key directory that has no keys yet. */
async function makeMasterKey(
  context: CliContext,
  flags: MasterKeyFlags,
  { store, file }: { readonly store: Store; readonly file: MasterKeyFile },
): Promise<Bytes> {
  const source = firstPassphraseOf(nameOfDirectory(store), flags.passphraseFile);
  const passphrase = await choosePassphrase(context, source);
  const masterKey = context.random(32);
  const { wrapMasterKey } = await import("../../formats/keys/wrapped_master_key.ts");
  const document = await wrapMasterKey(masterKey, passphrase, context.random);
  try {
    // Another process may have added some while the passphrase was typed, under a master key that is kept elsewhere.
    if (await file.read() === null && await hasKeys(store)) throw missing(store);
    await file.write(document, null);
  } catch (error) {
    masterKey.fill(0);
    const others = await otherDocument(file, error);
    return await unwrapWith(passphrase, store, others);
  }
  await context.terminal.tell(
    `note: ${
      quoted(store.location)
    } has a new master key; without its passphrase the keys in it are lost`,
  );
  return masterKey;
}

/** If several processes generate a master key at once, the first wins and the others use its key. */
async function otherDocument(file: MasterKeyFile, error: unknown): Promise<Bytes> {
  const document = hasCode(error, "target_exists") ? await file.read() : null;
  if (document === null) throw error;
  return document;
}

async function unlock(
  context: CliContext,
  flags: MasterKeyFlags,
  { store, document }: { readonly store: Store; readonly document: Bytes },
): Promise<FoundMasterKey> {
  const source = passphraseOf(nameOfDirectory(store), flags.passphraseFile);
  const open = async (passphrase: string) => ({
    key: await unwrapWith(passphrase, store, document),
    passphrase,
    document,
  });
  return await unlockWith(context, source, open);
}

async function unwrapWith(
  passphrase: string,
  { location }: Store,
  document: Uint8Array,
): Promise<Bytes> {
  const { unwrapMasterKey } = await import("../../formats/keys/wrapped_master_key.ts");
  return await unwrapMasterKey(document, passphrase, location);
}

function missing({ location, masterKeyFile }: Store): CloacinaError {
  const give = `give it with --master-key REF, or set ${MASTER_KEY_VARIABLE}`;
  return new CloacinaError(
    "invalid_request",
    `Cannot access the private keys in ${quoted(location)}: no master key was given`,
    {
      hint: masterKeyFile === null ? give : `restore its master-key.json; if it had none, ${give}`,
    },
  );
}

/** A master key that is loaded once and kept in memory. */
interface HeldMasterKey {
  readonly source: MasterKeySource;
  readonly wipe: () => Promise<void>;
}

/** Loads the master key of a source at its first use, and returns a copy to wipe each time. */
export function holdMasterKey(source: MasterKeySource): HeldMasterKey {
  let held: ReturnType<MasterKeySource> | undefined;
  return {
    source: async () => (await (held ??= source())).slice(),
    wipe: async () => {
      await held?.then((key) => key.fill(0), () => {});
    },
  };
}
