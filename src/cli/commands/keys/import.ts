import { toKeyName } from "../../../domain/key_name.ts";
import { toBareKey } from "../../../formats/keys/bare_key.ts";
import { isBare } from "../../../formats/keys/key_formats.ts";
import { noteTakenAsPrivate, undecidedHalf } from "../../secrets/bare_key_note.ts";
import { warnOfTenant } from "../../asked_place.ts";
import type { CliContext } from "../../context.ts";
import {
  heedUnsafeModes,
  type PassphraseFlag,
  type UnsafeModesFlag,
} from "../../command_line/flags.ts";
import { openPrivateKey, type UnlockedKey } from "../../secrets/open_private_key.ts";
import { requireOrg } from "../../organisation.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { recordJson } from "../../records/record_json.ts";
import { signingKeyFields } from "../../records/signing_key_output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { MasterKeyFlags, OrgFlag } from "../../store/store_flags.ts";

/** The flags of `keys import`. */
export interface ImportFlags
  extends UnsafeModesFlag, JsonFlag, MasterKeyFlags, RemoteFlags, OrgFlag {
  readonly name: string;
  readonly private?: boolean;
  readonly trust?: boolean;
  readonly keyPassphraseFile?: string;
}

/** Imports a private key of any format into the store. The file is not changed. */
export default async function importKey(
  this: CliContext,
  flags: ImportFlags,
  reference: string,
): Promise<void> {
  heedUnsafeModes(this, flags);
  const name = toKeyName(flags.name);
  const orgId = requireOrg(this, flags);
  const trust = flags.trust ?? false;
  const key = await this.terminal.withoutEcho(async () => {
    const opened = await openPrivateKey(this, reference, {
      ...filePassphrase(this, flags),
      // Whoever can write the file decides which key is trusted.
      trustedOnly: trust,
    });
    const { seed } = opened;
    return await requireAdmitted(this, flags, opened)
      .then(() =>
        this.withOperations(flags, async ({ keys }, place) => {
          if (trust) await warnOfTenant(place, this.terminal.tell);
          return await keys.import({ orgId, name, seed, trust });
        }, "allowed")
      )
      .finally(() => seed.fill(0));
  });
  await printResult(this.terminal, flags, {
    document: () => recordJson("SigningKey", key),
    fields: [...signingKeyFields(key), ["trusted", trust ? "yes" : "not by this command"]],
  });
}

/** Bare bytes are stored as a key only if the user says that they are private. */
async function requireAdmitted(
  context: CliContext,
  flags: ImportFlags,
  { name, format, seed }: UnlockedKey,
): Promise<void> {
  if (!isBare(format)) return;
  const bare = await toBareKey(format, seed);
  if (!flags.private) throw undecidedHalf("import", name, bare);
  await noteTakenAsPrivate(context.terminal, name, bare);
}

/** The file and the key directory may have different passphrases; if only one is given, it is tried on both. */
function filePassphrase({ env }: CliContext, flags: ImportFlags): PassphraseFlag {
  const variable = "CLOACINA_KEY_PASSPHRASE";
  const file = flags.keyPassphraseFile ??
    (env(variable) === undefined ? flags.passphraseFile : `env:${variable}`);
  return file === undefined ? {} : { passphraseFile: file };
}
