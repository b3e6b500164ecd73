import { buildCommand, buildRouteMap } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import {
  FORCE_FLAG,
  JSON_FLAG,
  NEW_PASSPHRASE_FILE_FLAG,
  optionalText,
} from "../../command_line/flags.ts";
import { NO_INPUT_FLAG, OUTPUT_FLAG, UNSAFE_MODES_FLAG } from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { PAGE_FLAGS } from "../../store/list_flags.ts";
import { MASTER_KEY_FLAGS, STORE_FLAGS } from "../../store/store_flags.ts";
import type { CheckMasterKeyFlags } from "./check.ts";
import type { GenerateMasterKeyFlags } from "./generate.ts";
import type { MasterKeyPassphraseFlags } from "./passphrase.ts";
import type { RotateMasterKeyFlags } from "./rotate.ts";

const generateCommand = buildCommand<GenerateMasterKeyFlags, [], CliContext>({
  loader: () => import("./generate.ts"),
  parameters: {
    flags: {
      output: OUTPUT_FLAG,
      force: FORCE_FLAG,
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
    },
  },
  docs: {
    brief: "Generate a master key",
    fullDescription: examples(
      "Generates 32 random bytes in hex, as the engine's server expects them. A key directory " +
        "generates its own.",
      "cloacina master-key generate --output ./master.key",
      'export CLOACINA_KEY_ENCRYPTION_KEY="$(cat ./master.key)"',
    ),
  },
});

const rotateCommand = buildCommand<RotateMasterKeyFlags, [], CliContext>({
  loader: () => import("./rotate.ts"),
  parameters: {
    flags: {
      newMasterKey: optionalText(
        "REF",
        "New master key: a file, env:VAR, or - (default: $CLOACINA_NEW_KEY_ENCRYPTION_KEY)",
      ),
      newPassphraseFile: NEW_PASSPHRASE_FILE_FLAG,
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
      ...MASTER_KEY_FLAGS,
    },
  },
  docs: {
    brief: "Re-encrypt all private keys with a new master key",
    fullDescription: examples(
      "Re-encrypts every private key of the store in one transaction: either all use the new " +
        "master key afterwards, or none does. Then configure the server with the new one. A key " +
        "directory generates its new master key itself.",
      "cloacina master-key rotate --master-key ./master.key --new-master-key new.key",
      "cloacina master-key rotate --key-dir ./keys",
    ),
  },
});

const checkCommand = buildCommand<CheckMasterKeyFlags, [], CliContext>({
  loader: () => import("./check.ts"),
  parameters: { flags: { ...PAGE_FLAGS, json: JSON_FLAG, ...MASTER_KEY_FLAGS } },
  docs: {
    brief: "Check which private keys the master key decrypts",
    fullDescription: examples(
      "Tries to decrypt every private key of the store, of all organisations. Changes nothing.",
      "cloacina master-key check --master-key ./master.key",
      "cloacina master-key check --json",
    ),
  },
});

const passphraseCommand = buildCommand<MasterKeyPassphraseFlags, [], CliContext>({
  loader: () => import("./passphrase.ts"),
  parameters: {
    flags: {
      passphraseFile: MASTER_KEY_FLAGS.passphraseFile,
      noInput: NO_INPUT_FLAG,
      newPassphraseFile: NEW_PASSPHRASE_FILE_FLAG,
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
      ...STORE_FLAGS,
    },
  },
  docs: {
    brief: "Change the passphrase of a key directory",
    fullDescription: examples(
      "Re-encrypts the master key of a key directory with another passphrase. Private keys are " +
        "not changed.",
      "cloacina master-key passphrase --key-dir ./keys",
      "cloacina master-key passphrase --new-passphrase-file new.txt",
    ),
  },
});

/** `cloacina master-key …` */
export const masterKeyRoutes = buildRouteMap({
  routes: {
    generate: generateCommand,
    rotate: rotateCommand,
    check: checkCommand,
    passphrase: passphraseCommand,
  },
  docs: { brief: "Generate, rotate and check the master key of a store" },
});
