import { toKeyName } from "../../../domain/key_name.ts";
import type { CliContext } from "../../context.ts";
import { openPrivateKeyFile, type PassphraseFlag } from "../../open_private_key.ts";
import { requireOrg } from "../../organisation.ts";
import { type JsonFlag, printResult } from "../../output.ts";
import { STANDARD_STREAM } from "../../standard_streams.ts";
import { signingKeyFields, signingKeyJson } from "../../signing_key_output.ts";
import type { RemoteFlags } from "../../remote_flags.ts";
import type { MasterKeyFlags, OrgFlag } from "../../store_flags.ts";

/** The flags of `keys import`. */
export interface ImportFlags extends JsonFlag, MasterKeyFlags, RemoteFlags, OrgFlag {
  readonly name: string;
  readonly trust?: boolean;
  readonly keyPassphraseFile?: string;
}

/** Takes a private key of any format into the store. The file stays as it is. */
export default async function importKey(
  this: CliContext,
  flags: ImportFlags,
  path: string,
): Promise<void> {
  const name = toKeyName(flags.name);
  const orgId = requireOrg(this, flags);
  const trust = flags.trust ?? false;
  const { seed } = await openPrivateKeyFile(this, path, filePassphrase(this, flags));
  if (trust && path !== STANDARD_STREAM) this.files.requireTrusted(path, "trust the key in");
  const key = await this.withOperations(
    flags,
    ({ keys }) => keys.import({ orgId, name, seed, trust }),
  ).finally(() => seed.fill(0));
  await printResult(this.terminal, flags, { ...signingKeyJson(key), trusted: trust }, [
    ...signingKeyFields(key),
    ["trusted", trust ? "yes" : "not by this command"],
  ]);
}

/** The file and the key directory may have a passphrase each; where only one is given it is tried on both. */
function filePassphrase({ env }: CliContext, flags: ImportFlags): PassphraseFlag {
  const variable = "CLOACINA_KEY_PASSPHRASE";
  const file = flags.keyPassphraseFile ??
    (env(variable) === undefined ? flags.passphraseFile : `env:${variable}`);
  return file === undefined ? {} : { passphraseFile: file };
}
