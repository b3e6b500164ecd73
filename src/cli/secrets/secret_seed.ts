import { quoted } from "../../domain/quoted.ts";
import { type Fingerprint, fingerprintOf } from "../../domain/fingerprint.ts";
import { knownSeed } from "../../domain/known_seed.ts";
import { isBare } from "../../formats/keys/key_formats.ts";
import type { PrivateKey } from "../../formats/keys/private_key.ts";
import type { Operations } from "../../operations/operations.ts";
import type { CliContext } from "../context.ts";
import { defaultKeyDirectory } from "../store/home.ts";
import type { RemoteFlags } from "../server/remote_flags.ts";
import { chooseServer } from "../server/server_location.ts";
import type { MasterKeyFlags } from "../store/store_flags.ts";
import { chooseStore } from "../store/store_location.ts";

type PlaceFlags = MasterKeyFlags & RemoteFlags;

/** Where to check that a seed is not known as a public key: the operations of a command, else what the flags choose. */
export interface SeedCheck {
  readonly flags: PlaceFlags;
  readonly operations?: Operations | undefined;
}

/**
 * Throws `invalid_key` for a seed that a store knows as a public key. Asked is the store that a command works in, for a
 * key of any format; a command that works in none asks the one in force, for bare bytes alone: what says that it is
 * private is signed with where no store can be reached. Throws what keeps a store from being asked.
 */
export async function requireSecretSeed(
  context: CliContext,
  { name, format, seed }: PrivateKey & { readonly name: string },
  { flags, operations }: SeedCheck,
): Promise<void> {
  const fingerprint = await fingerprintOf(seed);
  const isKnown = operations !== undefined
    ? await isKnownTo(operations, fingerprint)
    : isBare(format) && await isKnownInForce(context, flags, fingerprint);
  if (isKnown) throw knownSeed(`accept the private key ${quoted(name)}`, fingerprint);
}

async function isKnownInForce(
  context: CliContext,
  flags: PlaceFlags,
  fingerprint: Fingerprint,
): Promise<boolean> {
  if (!await isAnyInForce(context, flags)) return false;
  return await context.withOperations(flags, (operations) => isKnownTo(operations, fingerprint));
}

/** The default key directory counts only if it exists. */
async function isAnyInForce(context: CliContext, flags: PlaceFlags): Promise<boolean> {
  if (await chooseServer(context, flags) !== null) return true;
  const { location } = await chooseStore(context, flags);
  const isDefault = location.kind === "directory" &&
    location.path === defaultKeyDirectory(context);
  return !isDefault || await context.files.exists(location.path);
}

function isKnownTo({ keys }: Operations, fingerprint: Fingerprint): Promise<boolean> {
  return keys.isKnown({ orgId: null, fingerprint });
}
