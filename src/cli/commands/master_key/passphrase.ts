import { CloacinaError } from "../../../errors.ts";
import { wrapMasterKey } from "../../../formats/wrapped_master_key.ts";
import type { LocalParts } from "../../../operations/parts.ts";
import type { CliContext } from "../../context.ts";
import { requireFoundMasterKey } from "../../master_key_source.ts";
import type { PassphraseFlag } from "../../open_private_key.ts";
import { type JsonFlag, printResult } from "../../output.ts";
import { choosePassphrase, newKeyPassphrase, type PassphraseSource } from "../../passphrase.ts";
import type { StoreFlags } from "../../store_flags.ts";

/** The flags of `master-key passphrase`. */
export interface MasterKeyPassphraseFlags extends JsonFlag, StoreFlags, PassphraseFlag {
  readonly newPassphraseFile?: string;
}

/** Changes the passphrase of a key directory: its master key is wrapped anew, and no seed is touched. */
export default async function passphrase(
  this: CliContext,
  flags: MasterKeyPassphraseFlags,
): Promise<void> {
  const location = await this.withStore(flags, async ({ store }) => {
    const file = await requireMasterKeyFile(store);
    const { key } = await requireFoundMasterKey(this, flags, store);
    try {
      const chosen = await choosePassphrase(this, newPassphrase(flags));
      await file.write(await wrapMasterKey(key, chosen, this.random), true);
    } finally {
      key.fill(0);
    }
    return store.location;
  });
  await printResult(this.terminal, flags, { store: location, changed: true }, [
    ["store", location],
    ["passphrase", "changed"],
  ]);
}

function newPassphrase({ newPassphraseFile }: MasterKeyPassphraseFlags): PassphraseSource {
  const source = newKeyPassphrase(newPassphraseFile);
  return { ...source, question: "New passphrase of the key directory" };
}

async function requireMasterKeyFile({ masterKeyFile, location }: LocalParts["store"]) {
  if (masterKeyFile !== null && await masterKeyFile.read() !== null) return masterKeyFile;
  throw new CloacinaError(
    "invalid_request",
    `Cannot change the passphrase of ${location}: it has none`,
    { hint: "only a key directory keeps its master key behind a passphrase" },
  );
}
