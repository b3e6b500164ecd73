import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError } from "../../../errors.ts";
import { wrapMasterKey } from "../../../formats/keys/wrapped_master_key.ts";
import type { LocalParts } from "../../../operations/parts.ts";
import type { CliContext } from "../../context.ts";
import {
  heedUnsafeModes,
  type PassphraseFlag,
  type UnsafeModesFlag,
} from "../../command_line/flags.ts";
import { nameOfDirectory, requireFoundMasterKey } from "../../secrets/master_key_source.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { choosePassphrase, newPassphraseOf } from "../../secrets/passphrase.ts";
import type { StoreFlags } from "../../store/store_flags.ts";

/** The flags of `master-key passphrase`. */
export interface MasterKeyPassphraseFlags
  extends UnsafeModesFlag, JsonFlag, StoreFlags, PassphraseFlag {
  readonly newPassphraseFile?: string;
}

/** Changes the passphrase of a key directory: re-encrypts its master key, and no private key. */
export default async function passphrase(
  this: CliContext,
  flags: MasterKeyPassphraseFlags,
): Promise<void> {
  heedUnsafeModes(this, flags);
  const location = await this.withStore(flags, async ({ store }) => {
    await this.terminal.withoutEcho(() => changePassphrase(this, flags, store));
    return store.location;
  });
  await printResult(this.terminal, flags, {
    document: { store: location, changed: true },
    fields: [["store", location], ["passphrase", "changed"]],
  });
}

async function changePassphrase(
  context: CliContext,
  flags: MasterKeyPassphraseFlags,
  store: LocalParts["store"],
): Promise<void> {
  const { file, document } = await requireMasterKeyFile(store);
  const { key } = await requireFoundMasterKey(context, flags, store);
  try {
    const source = newPassphraseOf(nameOfDirectory(store), flags.newPassphraseFile);
    const chosen = await choosePassphrase(context, source);
    await file.write(await wrapMasterKey(key, chosen, context.random), document);
  } finally {
    key.fill(0);
  }
}

async function requireMasterKeyFile({ masterKeyFile, location }: LocalParts["store"]) {
  const document = await masterKeyFile?.read() ?? null;
  if (masterKeyFile !== null && document !== null) return { file: masterKeyFile, document };
  throw new CloacinaError(
    "invalid_request",
    `Cannot change the passphrase of ${quoted(location)}: it has none`,
    { hint: "only a key directory keeps its master key behind a passphrase" },
  );
}
