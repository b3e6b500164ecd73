import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { MAX_MASTER_KEY_BYTES, parseMasterKey } from "../../formats/keys/master_key.ts";
import type { LocalParts, MasterKeySource } from "../../operations/parts.ts";
import type { CliContext } from "../context.ts";
import { choosePassphrase, firstPassphraseOf, passphraseOf, unlockWith } from "./passphrase.ts";
import { readSecret } from "./read_secret.ts";
import type { MasterKeyFlags } from "../store/store_flags.ts";

type Store = LocalParts["store"];
type MasterKeyFile = NonNullable<Store["masterKeyFile"]>;
type Bytes = Uint8Array<ArrayBuffer>;

/** The variable that the engine's server has its master key in. */
const MASTER_KEY_VARIABLE = "CLOACINA_KEY_ENCRYPTION_KEY";

/** A master key, and the passphrase that it was behind, if any. Whoever gets it wipes it. */
export interface FoundMasterKey {
  readonly key: Bytes;
  readonly passphrase: string | null;
}

/**
 * The master key of a store, as `findMasterKey` finds it; else, for a key directory that has no keys yet, a new one.
 * Throws `invalid_request` where there is none.
 */
export function masterKeySource(
  context: CliContext,
  flags: MasterKeyFlags,
  store: Store,
): MasterKeySource {
  return async () => {
    const found = await findMasterKey(context, flags, store);
    if (found !== null) return found.key;
    if (store.masterKeyFile === null) throw missing(store);
    return await makeMasterKey(context, flags, { store, file: store.masterKeyFile });
  };
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
    return { key: await readMasterKey(context, flags.masterKey), passphrase: null };
  }
  const document = await store.masterKeyFile?.read() ?? null;
  if (document !== null) return await unlock(context, flags, { store, document });
  const text = context.env(MASTER_KEY_VARIABLE);
  return text === undefined
    ? null
    : { key: parseMasterKey(text, `env:${MASTER_KEY_VARIABLE}`), passphrase: null };
}

/** As `findMasterKey`, where one must be there already. Throws `invalid_request`. */
export async function requireFoundMasterKey(
  context: CliContext,
  flags: MasterKeyFlags,
  store: Store,
): Promise<FoundMasterKey> {
  const found = await findMasterKey(context, flags, store);
  if (found === null) throw missing(store);
  return found;
}

/** Reads the master key that a reference leads to. `hint` is for one that cannot be read. Throws `invalid_key`. */
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

/** A key directory as questions and messages call it. */
export function nameOfDirectory({ location }: Pick<Store, "location">): string {
  return `the key directory ${quoted(location)}`;
}

/** A new master key, in a key directory that has no keys yet. */
async function makeMasterKey(
  context: CliContext,
  flags: MasterKeyFlags,
  { store, file }: { readonly store: Store; readonly file: MasterKeyFile },
): Promise<Bytes> {
  await requireNoKeys(store);
  const source = firstPassphraseOf(nameOfDirectory(store), flags.passphraseFile);
  const passphrase = await choosePassphrase(context, source);
  const masterKey = context.random(32);
  const { wrapMasterKey } = await import("../../formats/keys/wrapped_master_key.ts");
  const document = await wrapMasterKey(masterKey, passphrase, context.random);
  try {
    await file.write(document, false);
  } catch (error) {
    masterKey.fill(0);
    const others = await otherDocument(file, error);
    return await unwrapWith(passphrase, store, others);
  }
  await context.terminal.note(
    `note: ${
      quoted(store.location)
    } has a new master key; without its passphrase the keys in it are lost`,
  );
  return masterKey;
}

/** Of several processes that make a master key at once one is first, and the others take its. */
async function otherDocument(file: MasterKeyFile, error: unknown): Promise<Bytes> {
  const isTaken = error instanceof CloacinaError && error.code === "target_exists";
  const document = isTaken ? await file.read() : null;
  if (document === null) throw error;
  return document;
}

/** Keys that are there already were sealed under a master key that somebody has elsewhere. */
async function requireNoKeys(store: Store): Promise<void> {
  const everything = { orgId: null, includeRevoked: true } as const;
  const { total } = await store.listSigningKeys(everything, { limit: 1, offset: 0 });
  if (total > 0) throw missing(store);
}

async function unlock(
  context: CliContext,
  flags: MasterKeyFlags,
  { store, document }: { readonly store: Store; readonly document: Uint8Array },
): Promise<FoundMasterKey> {
  const source = passphraseOf(nameOfDirectory(store), flags.passphraseFile);
  const open = async (passphrase: string) => ({
    key: await unwrapWith(passphrase, store, document),
    passphrase,
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

function missing({ location }: Store): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    `Cannot open or seal keys in ${quoted(location)}: no master key was given`,
    { hint: `give it with --master-key REF, or set ${MASTER_KEY_VARIABLE}` },
  );
}

/** A master key that is fetched once, and then kept in memory. */
export interface HeldMasterKey {
  readonly source: MasterKeySource;
  readonly wipe: () => Promise<void>;
}

/** Holds the master key of a source: the first who needs it has it fetched, and everyone gets a copy to wipe. */
export function holdMasterKey(source: MasterKeySource): HeldMasterKey {
  let held: ReturnType<MasterKeySource> | undefined;
  return {
    source: async () => (await (held ??= source())).slice(),
    wipe: async () => {
      await held?.then((key) => key.fill(0), () => {});
    },
  };
}
