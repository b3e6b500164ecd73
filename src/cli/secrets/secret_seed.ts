import { quoted } from "../../domain/quoted.ts";
import { type Fingerprint, fingerprintOf } from "../../domain/fingerprint.ts";
import { knownSeed } from "../../domain/known_seed.ts";
import { isBare } from "../../formats/keys/key_formats.ts";
import type { PrivateKey } from "../../formats/keys/private_key.ts";
import type { Operations } from "../../operations/operations.ts";
import type { CliContext } from "../context.ts";
import { defaultKeyDirectory } from "../store/home.ts";
import type { PlaceFlags } from "../server/place_flags.ts";
import type { Unplaced } from "../server/refuse_place.ts";
import { chooseServer } from "../server/server_location.ts";
import { chooseStore } from "../store/store_location.ts";

/**
 * The store to check a seed against: the operations of a command if it has any, else the store that the flags choose.
 * With `unplaced`, flags that choose one are refused where no seed is checked.
 */
export interface SeedCheck {
  readonly flags: PlaceFlags;
  readonly operations?: Operations | undefined;
  readonly unplaced?: Unplaced;
}

/**
 * Throws `invalid_key` for a seed that a store knows as a public key. A command with a store checks keys of every
 * format against it. A command without one checks only bare bytes, against the store that the flags choose: a file that
 * is marked as a private key can be used where no store is reachable. Also throws if the store cannot be read.
 */
export async function requireSecretSeed(
  context: CliContext,
  { name, format, seed }: PrivateKey & { readonly name: string },
  { flags, operations }: SeedCheck,
): Promise<void> {
  const fingerprint = fingerprintOf(seed);
  const isKnown = operations !== undefined
    ? await isKnownTo(operations, fingerprint)
    : isBare(format) && await isKnownToChosenStore(context, flags, fingerprint);
  if (isKnown) throw knownSeed(`accept the private key ${quoted(name)}`, fingerprint);
}

async function isKnownToChosenStore(
  context: CliContext,
  flags: PlaceFlags,
  fingerprint: Fingerprint,
): Promise<boolean> {
  if (!await isStoreChosen(context, flags)) return false;
  return await context.withOperations(flags, (operations) => isKnownTo(operations, fingerprint));
}

/** Whether there is a store to check: the default key directory counts only if it exists. */
async function isStoreChosen(context: CliContext, flags: PlaceFlags): Promise<boolean> {
  if (await chooseServer(context, flags) !== null) return true;
  const { location } = await chooseStore(context, flags);
  const isDefault = location.kind === "directory" &&
    location.path === defaultKeyDirectory(context);
  return !isDefault || await context.files.exists(location.path);
}

function isKnownTo({ keys }: Operations, fingerprint: Fingerprint): Promise<boolean> {
  return keys.isKnown({ orgId: null, fingerprint });
}
