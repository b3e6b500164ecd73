import { buildCommand, buildRouteMap } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import {
  argument,
  flag,
  FORCE_FLAG,
  JSON_FLAG,
  NEW_PASSPHRASE_FILE_FLAG,
} from "../../command_line/flags.ts";
import {
  NO_INPUT_FLAG,
  optionalText,
  OUTPUT_FLAG,
  PASSPHRASE_FILE_FLAG,
  requiredText,
} from "../../command_line/flags.ts";
import { UNSAFE_MODES_FLAG } from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import { REMOTE_FLAGS } from "../../server/remote_flags.ts";
import { MASTER_KEY_FLAGS, ORG_FLAG, STORE_FLAGS } from "../../store/store_flags.ts";
import type { ConvertFlags } from "./convert.ts";
import type { GenerateFlags } from "./generate_flags.ts";
import type { PassphraseFlags } from "./passphrase.ts";
import type { ShowFlags } from "./show.ts";
import { exportCommand, importCommand, listCommand } from "./stored_key_routes.ts";
import { revokeCommand, rotateCommand } from "./stored_key_routes.ts";
import { trustCommand, trustedRoutes } from "./trust_routes.ts";

const generateCommand = buildCommand<GenerateFlags, [], CliContext>({
  loader: () => import("./generate.ts"),
  parameters: {
    flags: {
      name: requiredText("NAME", "What the key is called"),
      org: optionalText("ID", "Keep it in the store, for this organisation (else CLOACINA_ORG)"),
      trust: flag("Let the organisation accept what it signs"),
      output: optionalText("FILE", "Write it into this file; the public half goes beside it"),
      encrypt: flag("Protect the file with a passphrase"),
      force: FORCE_FLAG,
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
      ...MASTER_KEY_FLAGS,
      ...REMOTE_FLAGS,
      passphraseFile: optionalText(
        "FILE",
        "Read the passphrase, of the file or of the key directory, from this file " +
          "(else CLOACINA_PASSPHRASE, else a prompt)",
      ),
    },
  },
  docs: {
    brief: "Make a key pair",
    fullDescription: examples(
      "Makes an Ed25519 key pair: in the store, where the private half stays sealed, or in the files dev-key.pem " +
        "(private, mode 0600) and dev-key.pub.pem (public).",
      'cloacina keys generate --name "release-key" --org "$ORG" --trust',
      'cloacina keys generate --name "dev-key" --output ./dev-key.pem',
      'cloacina keys generate --name "release-key" --output ./release.pem --encrypt',
    ),
  },
});

const showCommand = buildCommand<ShowFlags, [string], CliContext>({
  loader: () => import("./show.ts"),
  parameters: {
    flags: {
      org: ORG_FLAG,
      passphraseFile: PASSPHRASE_FILE_FLAG,
      noInput: NO_INPUT_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: argument(
      "ID|FILE",
      "A key of the store: id, fingerprint, how one begins, or name; or a key file; - is standard input",
    ),
  },
  docs: {
    brief: "Show a key of the store, or what a key file holds",
    fullDescription: examples(
      "Shows a key, and never the private key itself. A file goes before a key of its name; what decides is its " +
        "content.",
      'cloacina keys show release-key --org "$ORG"',
      "cloacina keys show ./release.pub.pem",
      "cloacina keys show ~/.ssh/id_ed25519 --json",
    ),
  },
});

const convertCommand = buildCommand<ConvertFlags, [string], CliContext>({
  loader: () => import("./convert.ts"),
  parameters: {
    flags: {
      format: {
        kind: "enum",
        values: ["pem", "der", "raw", "jwk", "ssh"],
        brief: "The format to write",
      },
      private: flag("Write the private key; without this the public half is written"),
      output: OUTPUT_FLAG,
      passphraseFile: PASSPHRASE_FILE_FLAG,
      noInput: NO_INPUT_FLAG,
      force: FORCE_FLAG,
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
    },
    positional: argument("FILE", "A private or public key in any format; - is standard input"),
  },
  docs: {
    brief: "Write a key in another format",
    fullDescription: examples(
      "Writes the public half of a key, or with --private the private one. Only PEM keeps a passphrase. 32 bytes that do " +
        "not say which half they are, as in raw, hex or base64, are a public key unless --private says otherwise.",
      "cloacina keys convert ./release.pem --format ssh",
      "cloacina keys convert ./release.pub.pem --format raw --output ./release.pub",
      "cloacina keys convert ~/.ssh/id_ed25519 --private --format pem --output ./id_ed25519.pem",
    ),
  },
});

const passphraseCommand = buildCommand<PassphraseFlags, [string], CliContext>({
  loader: () => import("./passphrase.ts"),
  parameters: {
    flags: {
      passphraseFile: PASSPHRASE_FILE_FLAG,
      noInput: NO_INPUT_FLAG,
      newPassphraseFile: NEW_PASSPHRASE_FILE_FLAG,
      remove: flag("Remove the passphrase"),
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
    },
    positional: argument("FILE", "A private key in PEM"),
  },
  docs: {
    brief: "Add, change or remove the passphrase of a private key",
    fullDescription: examples(
      "Rewrites the file in place: it holds the old key or the new one, at every moment.",
      "cloacina keys passphrase ./dev-key.pem",
      "cloacina keys passphrase ./dev-key.pem --remove",
      "cloacina keys passphrase ./dev-key.pem --passphrase-file old.txt --new-passphrase-file new.txt",
    ),
  },
});

/** `cloacina keys …` */
export const keysRoutes = buildRouteMap({
  routes: {
    generate: generateCommand,
    import: importCommand,
    list: listCommand,
    show: showCommand,
    export: exportCommand,
    rotate: rotateCommand,
    revoke: revokeCommand,
    trust: trustCommand,
    trusted: trustedRoutes,
    convert: convertCommand,
    passphrase: passphraseCommand,
  },
  docs: { brief: "Make, show, trust, revoke and convert keys" },
});
