import { quoted } from "../../domain/quoted.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import { MAX_KEY_FILE_BYTES } from "../../formats/keys/detect_keys.ts";
import { isBare } from "../../formats/keys/key_formats.ts";
import {
  type LockedPrivateKey,
  parsePrivateKey,
  type PrivateKey,
} from "../../formats/keys/private_key.ts";
import { fileSigner, type Signer } from "../../operations/signer.ts";
import { refuseEmptyVariable } from "../keys/empty_variable.ts";
import type { CliContext } from "../context.ts";
import type { PassphraseFlag } from "../command_line/flags.ts";
import type { Reading } from "../keys/read_reference.ts";
import { requireNoPlace } from "../server/require_no_place.ts";
import { readSecret } from "./read_secret.ts";
import type { SeedCheck } from "./secret_seed.ts";

/** A decrypted private key, and its passphrase, if any. The caller wipes the seed. */
export interface UnlockedKey extends PrivateKey {
  readonly name: string;
  readonly passphrase: string | null;
}

/** A private key as its file has it. */
interface FoundKey {
  readonly name: string;
  readonly key: PrivateKey | LockedPrivateKey;
}

const ACTION = "read the private key";

/**
 * Opens the private key in the file of `--key` for signing, and wipes its seed before returning. Throws `invalid_key`,
 * also if a store knows the seed as a public key (see `requireSecretSeed`).
 */
export async function openFileSigner(
  context: CliContext,
  reference: string,
  check: SeedCheck,
): Promise<Signer> {
  const key = await openPrivateKey(context, reference, check.flags);
  try {
    await acceptAsPrivate(context, key, check);
    return await fileSigner(key.seed);
  } finally {
    key.seed.fill(0);
  }
}

/** Accepts a key as private: notes what was assumed of bare bytes, and checks that the store does not know it as public. */
export async function acceptAsPrivate(
  context: CliContext,
  key: UnlockedKey,
  check: SeedCheck,
): Promise<void> {
  const { name, format, seed } = key;
  if (isBare(format)) {
    const { noteTakenAsPrivate } = await import("./bare_key_note.ts");
    const { toBareKey } = await import("../../formats/keys/bare_key.ts");
    await noteTakenAsPrivate(context.terminal, name, await toBareKey(format, seed));
  } else if (check.operations === undefined) {
    return await requireNoPlace(check.flags, check.unplaced);
  }
  const { requireSecretSeed } = await import("./secret_seed.ts");
  await requireSecretSeed(context, key, check);
}

/** Opens the private key of a reference, as `readSecret` reads it. Throws `invalid_key`, `wrong_passphrase`. */
export async function openPrivateKey(
  context: CliContext,
  reference: string,
  { trustedOnly = false, ...flags }: PassphraseFlag & Pick<Reading, "trustedOnly">,
): Promise<UnlockedKey> {
  return await unlock(context, await readPrivateKey(context, reference, trustedOnly), flags);
}

/** The public key of a private one. The passphrase is needed only if the file does not have it in the clear. */
export async function publicHalfOf(
  context: CliContext,
  { name, key }: FoundKey,
  flags: PassphraseFlag,
): Promise<PublicKey> {
  if (key.locked && key.publicKey !== undefined) return key.publicKey;
  const { seed, publicKey } = await unlock(context, { name, key }, flags);
  seed.fill(0);
  return publicKey;
}

async function readPrivateKey(
  context: CliContext,
  reference: string,
  trustedOnly: boolean,
): Promise<FoundKey> {
  return await readSecret(context, reference, {
    limit: MAX_KEY_FILE_BYTES,
    action: ACTION,
    trustedOnly,
    parserRefuses: true,
    parse: async (bytes, name) => {
      refuseEmptyVariable(reference, { name, bytes });
      return { name, key: await parsePrivateKey(bytes, name) };
    },
  });
}

async function unlock(
  context: CliContext,
  { name, key }: FoundKey,
  { passphraseFile }: PassphraseFlag,
): Promise<UnlockedKey> {
  if (!key.locked) return { ...key, name, passphrase: null };
  const { passphraseOf, unlockWith } = await import("./passphrase.ts");
  return await unlockWith(
    context,
    passphraseOf(quoted(name), passphraseFile),
    async (passphrase) => ({ ...await key.unlock(passphrase), name, passphrase }),
  );
}
