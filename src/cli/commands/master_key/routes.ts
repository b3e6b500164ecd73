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
import { MASTER_KEY_FLAGS, PAGE_FLAGS, STORE_FLAGS } from "../../store/store_flags.ts";
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
    brief: "Make a master key for a database",
    fullDescription: examples(
      "Makes 32 random bytes, in hex, as the engine's server takes them. A key directory makes its own.",
      "cloacina master-key generate --output ./master.key",
      'export CLOACINA_KEY_ENCRYPTION_KEY="$(cloacina master-key generate)"',
    ),
  },
});

const rotateCommand = buildCommand<RotateMasterKeyFlags, [], CliContext>({
  loader: () => import("./rotate.ts"),
  parameters: {
    flags: {
      newMasterKey: optionalText(
        "REF",
        "The new master key: a file, env:VAR, or - (else CLOACINA_NEW_KEY_ENCRYPTION_KEY)",
      ),
      newPassphraseFile: NEW_PASSPHRASE_FILE_FLAG,
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
      ...MASTER_KEY_FLAGS,
    },
  },
  docs: {
    brief: "Seal every private key under a new master key",
    fullDescription: examples(
      "Seals every private key of the store anew, in one transaction: all are under the new master key afterwards, or " +
        "all under the old. Then give the new one to the server. A key directory makes its new one itself.",
      "cloacina master-key rotate --master-key ./master.key --new-master-key ./new.key",
      "cloacina master-key rotate --key-dir ./keys",
    ),
  },
});

const checkCommand = buildCommand<CheckMasterKeyFlags, [], CliContext>({
  loader: () => import("./check.ts"),
  parameters: { flags: { ...PAGE_FLAGS, json: JSON_FLAG, ...MASTER_KEY_FLAGS } },
  docs: {
    brief: "Show which private keys the master key opens",
    fullDescription: examples(
      "Tries the master key on every private key of the store, of all organisations. Changes nothing.",
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
      "Puts the master key of a key directory behind another passphrase. No private key is touched.",
      "cloacina master-key passphrase --key-dir ./keys",
      "cloacina master-key passphrase --passphrase-file old.txt --new-passphrase-file new.txt",
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
  docs: { brief: "Make, change and check the master key of a store" },
});
