import { buildCommand, buildRouteMap } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import { argument, flag, FORCE_FLAG, JSON_FLAG, optionalText } from "../../flags.ts";
import { OUTPUT_FLAG, PASSPHRASE_FILE_FLAG, requiredText } from "../../flags.ts";
import { examples } from "../../help.ts";
import type { ConvertFlags } from "./convert.ts";
import type { GenerateFlags } from "./generate.ts";
import type { PassphraseFlags } from "./passphrase.ts";
import type { ShowFlags } from "./show.ts";

const generateCommand = buildCommand<GenerateFlags, [], CliContext>({
  loader: () => import("./generate.ts"),
  parameters: {
    flags: {
      name: requiredText("NAME", "What the key is called"),
      output: requiredText("FILE", "Where the private key goes; the public one goes beside it"),
      encrypt: flag("Protect the private key with a passphrase"),
      passphraseFile: PASSPHRASE_FILE_FLAG,
      force: FORCE_FLAG,
      json: JSON_FLAG,
    },
  },
  docs: {
    brief: "Make a key pair",
    fullDescription: examples(
      "Makes an Ed25519 key pair: dev-key.pem (private, mode 0600) and dev-key.pub.pem (public).",
      'cloacina keys generate --name "dev-key" --output ./dev-key.pem',
      'cloacina keys generate --name "release-key" --output ./release.pem --encrypt',
    ),
  },
});

const showCommand = buildCommand<ShowFlags, [string], CliContext>({
  loader: () => import("./show.ts"),
  parameters: {
    flags: { passphraseFile: PASSPHRASE_FILE_FLAG, json: JSON_FLAG },
    positional: argument("FILE", "A private or public key in any format; - is standard input"),
  },
  docs: {
    brief: "Show a key's fingerprint, format and protection",
    fullDescription: examples(
      "Shows what a key file holds, and never the private key itself. What decides is its content, not its name.",
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
      force: FORCE_FLAG,
      json: JSON_FLAG,
    },
    positional: argument("FILE", "A private or public key in any format; - is standard input"),
  },
  docs: {
    brief: "Write a key in another format",
    fullDescription: examples(
      "Writes the public half of a key, or with --private the private one. Only PEM keeps a passphrase.",
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
      newPassphraseFile: optionalText(
        "FILE",
        "Read the new passphrase from this file (else CLOACINA_NEW_PASSPHRASE, else a prompt)",
      ),
      remove: flag("Remove the passphrase"),
      json: JSON_FLAG,
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
    show: showCommand,
    convert: convertCommand,
    passphrase: passphraseCommand,
  },
  docs: { brief: "Make, show and convert keys" },
});
