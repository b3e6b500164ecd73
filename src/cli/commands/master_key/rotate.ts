import { MASTER_KEY_LENGTH } from "../../../domain/master_key.ts";
import { CloacinaError } from "../../../errors.ts";
import { wrapMasterKey } from "../../../formats/keys/wrapped_master_key.ts";
import { localMasterKeyOperations } from "../../../operations/local.ts";
import type { LocalParts } from "../../../operations/parts.ts";
import type { CliContext } from "../../context.ts";
import { heedUnsafeModes, type UnsafeModesFlag } from "../../command_line/flags.ts";
import {
  type FoundMasterKey,
  nameOfDirectory,
  readMasterKey,
  requireFoundMasterKey,
} from "../../secrets/master_key_source.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { choosePassphrase, newPassphraseOf } from "../../secrets/passphrase.ts";
import type { MasterKeyFlags } from "../../store/store_flags.ts";

/** The flags of `master-key rotate`. */
export interface RotateMasterKeyFlags extends UnsafeModesFlag, JsonFlag, MasterKeyFlags {
  readonly newMasterKey?: string;
  readonly newPassphraseFile?: string;
}

/** The new master key, and what a key directory keeps of it. */
interface NewMasterKey {
  readonly key: Uint8Array<ArrayBuffer>;
  readonly document: Uint8Array | null;
}

/** Re-encrypts every private key of the store with a new master key: all, or none. */
export default async function rotateMasterKey(
  this: CliContext,
  flags: RotateMasterKeyFlags,
): Promise<void> {
  heedUnsafeModes(this, flags);
  const { resealed, alreadyNew, location } = await this.withStore(flags, async (parts) => {
    // Before the keys: it is not replaced if it is another one by then.
    const kept = await parts.store.masterKeyFile?.read() ?? null;
    const { old, next } = await this.terminal.withoutEcho(() => findBoth(this, flags, parts.store));
    const document = next.document && { old: kept, new: next.document };
    const request = { oldKey: old.key, newKey: next.key, document };
    try {
      const counts = await localMasterKeyOperations(parts).rotate(request);
      return { ...counts, location: parts.store.location };
    } finally {
      old.key.fill(0);
      next.key.fill(0);
    }
  });
  const document = { store: location, resealed, already_new: alreadyNew };
  await printResult(this.terminal, flags, {
    document,
    fields: [
      ["store", location],
      ["re-encrypted", String(resealed)],
      ["already new", String(alreadyNew)],
    ],
  });
  await this.terminal.note(
    "next: restart every server that uses this store, with the new master key: one that still has the old one cannot " +
      "sign",
  );
}

async function findBoth(
  context: CliContext,
  flags: RotateMasterKeyFlags,
  store: LocalParts["store"],
): Promise<{ readonly old: FoundMasterKey; readonly next: NewMasterKey }> {
  const old = await requireFoundMasterKey(context, flags, store);
  const next = await chooseNew(context, flags, { store, old }).catch((error) => {
    old.key.fill(0);
    throw error;
  });
  return { old, next };
}

/** A database needs one to be given; a key directory generates its own by default, encrypted with a passphrase. */
async function chooseNew(
  context: CliContext,
  flags: RotateMasterKeyFlags,
  { store, old }: { readonly store: LocalParts["store"]; readonly old: FoundMasterKey },
): Promise<NewMasterKey> {
  const { masterKeyFile } = store;
  const reference = newReference(context, flags);
  if (reference === undefined && masterKeyFile === null) throw missing();
  const isWrapped = masterKeyFile !== null && (reference === undefined || old.passphrase !== null);
  if (!isWrapped && flags.newPassphraseFile !== undefined) throw notEncrypted();
  const passphrase = isWrapped ? await choosePassphraseFor(context, flags, { store, old }) : null;
  const key = reference === undefined
    ? context.random(MASTER_KEY_LENGTH)
    : await readMasterKey(context, reference, "`cloacina master-key generate` creates one");
  if (passphrase === null) return { key, document: null };
  return { key, document: await wrapMasterKey(key, passphrase, context.random) };
}

function newReference({ env }: CliContext, { newMasterKey }: RotateMasterKeyFlags) {
  const variable = "CLOACINA_NEW_KEY_ENCRYPTION_KEY";
  return newMasterKey ?? (env(variable) === undefined ? undefined : `env:${variable}`);
}

/** The passphrase of a directory does not change unless a new one is given. */
async function choosePassphraseFor(
  context: CliContext,
  { newPassphraseFile }: RotateMasterKeyFlags,
  { store, old: { passphrase } }: {
    readonly store: LocalParts["store"];
    readonly old: FoundMasterKey;
  },
): Promise<string> {
  const source = newPassphraseOf(nameOfDirectory(store), newPassphraseFile);
  const isGiven = newPassphraseFile !== undefined || context.env(source.variable) !== undefined;
  return passphrase !== null && !isGiven ? passphrase : await choosePassphrase(context, source);
}

function notEncrypted(): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    "Cannot rotate the master key: --new-passphrase-file has no effect, as the store does not keep the new one",
  );
}

function missing(): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    "Cannot rotate the master key: no new one was given",
    {
      hint:
        "`cloacina master-key generate --output FILE` creates one; give it with --new-master-key, " +
        "or set CLOACINA_NEW_KEY_ENCRYPTION_KEY",
    },
  );
}
