import { buildCommand, buildRouteMap } from "@stricli/core";
import { KEY_FORMATS } from "../../../formats/keys/key_formats.ts";
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
import { AGENT_SOCKET_FLAG } from "../../signers/signer_flags.ts";
import type { ShowFlags } from "./show.ts";
import { exportCommand, importCommand, listCommand } from "./stored_key_routes.ts";
import { revokeCommand, rotateCommand } from "./stored_key_routes.ts";
import { trustCommand, trustedRoutes } from "./trust_routes.ts";

const generateCommand = buildCommand<GenerateFlags, [], CliContext>({
  loader: () => import("./generate.ts"),
  parameters: {
    flags: {
      name: requiredText("NAME", "Name of the key"),
      org: optionalText(
        "UUID",
        "Keep the key in the store, for this organisation (default: $CLOACINA_ORG)",
      ),
      trust: flag("Also trust the key in the organisation"),
      output: optionalText(
        "FILE",
        "Write the private key to this file, and the public key next to it",
      ),
      encrypt: flag("Encrypt the file with a passphrase"),
      force: FORCE_FLAG,
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
      ...MASTER_KEY_FLAGS,
      ...REMOTE_FLAGS,
      passphraseFile: optionalText(
        "FILE",
        "Read the passphrase of the file or key directory from a file (default: " +
          "$CLOACINA_PASSPHRASE, else a prompt)",
      ),
    },
  },
  docs: {
    brief: "Generate a key pair",
    fullDescription: examples(
      "Generates an Ed25519 key pair. With --org the private key is encrypted and kept in the " +
        "store; with --output it is written to a file with mode 0600, and the public key beside " +
        "it: with release.pem comes release.pub.pem. docs/signers.md says how to move a key into an " +
        "SSH agent or Vault.",
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
      words: flag("Also print the fingerprint as words, to compare it by phone"),
      qr: flag("Also print the public key as a QR code, in the form that --trust-key takes"),
      passphraseFile: PASSPHRASE_FILE_FLAG,
      agentSocket: AGENT_SOCKET_FLAG,
      noInput: NO_INPUT_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: argument(
      "KEY|FILE",
      "Key file; key in the store: its ID, fingerprint, a prefix of at least eight characters, or " +
        "its name; or ssh-agent:KEY, vault:MOUNT/KEY; - is standard input",
    ),
  },
  docs: {
    brief: "Show a key in the store or in a file",
    fullDescription: examples(
      "Shows a key, but never the private key itself. A file takes precedence over a key of the " +
        "same name in the store. Any format is read, whatever the file is called.",
      'cloacina keys show release-key --org "$ORG"',
      "cloacina keys show ./release.pub.pem --words",
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
        values: KEY_FORMATS,
        brief: "Output format",
      },
      private: flag("Write the private key instead of the public key"),
      encryptWith: {
        kind: "enum",
        values: ["scrypt", "pbkdf2"],
        brief: "How the PEM is encrypted: pbkdf2 is for Java, Go, GnuTLS and others that cannot " +
          "read scrypt (default: scrypt, if the key has a passphrase)",
        optional: true,
      },
      output: OUTPUT_FLAG,
      passphraseFile: PASSPHRASE_FILE_FLAG,
      noInput: NO_INPUT_FLAG,
      force: FORCE_FLAG,
      json: JSON_FLAG,
      allowUnsafeModes: UNSAFE_MODES_FLAG,
    },
    positional: argument("FILE", "Private or public key in any format; - is standard input"),
  },
  docs: {
    brief: "Convert a key to another format",
    fullDescription: examples(
      "Writes the public key, or the private key with --private. Only PEM keeps a passphrase. " +
        "32 bare bytes (raw, hex or base64) are taken for a public key unless --private is given.",
      "cloacina keys convert ./release.pem --format ssh",
      "cloacina keys convert ./release.pub.pem --format raw --output ./release.pub",
      "cloacina keys convert ~/.ssh/id_ed25519 --private --format pem --output id.pem",
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
    positional: argument("FILE", "Private key in PEM"),
  },
  docs: {
    brief: "Add, change or remove the passphrase of a private key",
    fullDescription: examples(
      "Sets, changes or, with --remove, removes the passphrase of a private key file. The file is " +
        "replaced atomically: it always holds the old key or the new one.",
      "cloacina keys passphrase ./dev-key.pem",
      "cloacina keys passphrase ./dev-key.pem --remove",
      "cloacina keys passphrase ./dev-key.pem --new-passphrase-file new.txt",
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
  docs: { brief: "Generate, show, trust, revoke and convert keys" },
});
