import { CloacinaError } from "../../errors.ts";
import { givenFlags } from "../command_line/given_flags.ts";
import { isOfVault } from "../signers/signer_flags.ts";
import type { OrgFlag } from "../store/store_flags.ts";
import { OF_SERVER, OF_STORE, type PlaceFlags, PLACES } from "./place_flags.ts";

/** What is done without a store or server: because of which flags, and what to do where one was meant. */
const REASONS = {
  sign: {
    because: "with --key and without --store",
    hint: "--store saves the signature there, and --key-id takes a key from there",
  },
  verify: {
    because: "with --trust-key",
    hint: "--org UUID takes the keys that the organisation trusts there",
  },
  "generate a key": {
    because: "with --output",
    hint: "--org UUID generates it in the store",
  },
  "export the key": {
    because: "with --key",
    hint: "a key of the store is named without --key",
  },
  "show the key": {
    because: "with a key outside the store",
    hint: "leave it out; a key of the store that has the name of a file is shown by its ID",
  },
} as const;

/** An action that may need no store or server. */
export type Unplaced = keyof typeof REASONS;

const FLAGS = [...PLACES, "org", ...OF_SERVER, ...OF_STORE] as const;

/** As `requireNoPlace`. */
export function refusePlace(flags: PlaceFlags & OrgFlag, unplaced: Unplaced): void {
  const ofVault = isOfVault(flags.key);
  const given = givenFlags(flags, FLAGS.filter((name) => !ofVault || name !== "retryFor"));
  if (given.length === 0) return;
  const { because, hint } = REASONS[unplaced];
  const verb = given.length === 1 ? "has" : "have";
  throw new CloacinaError(
    "invalid_request",
    `Cannot ${unplaced}: ${given.join(" and ")} ${verb} no effect ${because}`,
    {
      hint: ofVault && given.includes("--ca-cert") ? "name the CA of Vault in VAULT_CACERT" : hint,
    },
  );
}
