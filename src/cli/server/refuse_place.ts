import { CloacinaError } from "../../errors.ts";
import { givenFlags } from "../command_line/given_flags.ts";
import { isOfVault } from "../signers/signer_flags.ts";
import type { OrgFlag } from "../store/store_flags.ts";
import { OF_SERVER, OF_STORE, type PlaceFlags, PLACES } from "./place_flags.ts";

const FLAGS = [...PLACES, "org", ...OF_SERVER, ...OF_STORE] as const;

/** The error for flags without effect, in words: what is done without a store or server, and what to do where one was meant. */
const REFUSALS = {
  "sign": (flags: string) =>
    refusal(
      `Cannot sign: ${flags} with --key and without --store`,
      "--store saves the signature in the store, and --key-id takes a key from it",
    ),
  "verify": (flags: string) =>
    refusal(
      `Cannot verify: ${flags} with --trust-key`,
      "--org UUID, in place of --trust-key, takes the keys that the organisation trusts in the store",
    ),
  "generate a key": (flags: string) =>
    refusal(
      `Cannot generate a key: ${flags} with --output`,
      "--org UUID, in place of --output, generates it in the store",
    ),
  "export the key": (flags: string) =>
    refusal(
      `Cannot export the key: ${flags} with --key`,
      "a key of the store is named without --key",
    ),
  "show the key": (flags: string) =>
    refusal(
      `Cannot show the key: ${flags} with a key outside the store`,
      "leave it out; a key of the store that has the name of a file is shown by its ID",
    ),
} as const;

/** What may be done without a store or server. */
export type Unplaced = keyof typeof REFUSALS;

/** As `requireNoPlace`. */
export function refusePlace(flags: PlaceFlags & OrgFlag, unplaced: Unplaced): void {
  const ofVault = isOfVault(flags.key);
  const given = givenFlags(flags, FLAGS.filter((name) => !ofVault || name !== "retryFor"));
  if (given.length === 0) return;
  const error = REFUSALS[unplaced](
    `${given.join(" and ")} ${given.length === 1 ? "has" : "have"} no effect`,
  );
  throw ofVault && given.includes("--ca-cert")
    ? error.with({ hint: "name the CA of Vault in VAULT_CACERT" })
    : error;
}

function refusal(message: string, hint: string): CloacinaError {
  return new CloacinaError("invalid_request", message, { hint });
}
