import { buildCommand, buildRouteMap } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import {
  argument,
  argumentList,
  flag,
  FORCE_FLAG,
  JOBS_FLAG,
  JSON_FLAG,
} from "../../command_line/flags.ts";
import { optionalText, OUTPUT_FLAG } from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import type { JsonFlag } from "../../terminal/output.ts";
import { REMOTE_FLAGS } from "../../server/remote_flags.ts";
import { MASTER_KEY_FLAGS, ORG_FLAG, STORE_FLAGS } from "../../store/store_flags.ts";
import type { PreflightFlags } from "./preflight.ts";
import type { SignFlags } from "./sign_flags.ts";
import type { VerifyFlags } from "./verify_flags.ts";

const signCommand = buildCommand<SignFlags, readonly string[], CliContext>({
  loader: () => import("./sign.ts"),
  parameters: {
    flags: {
      key: optionalText("REF", "The private key: a file, file:PATH, env:CLOACINA_…, or -"),
      keyId: optionalText(
        "ID",
        "A key of the store: id, fingerprint, how one begins, or name with --org",
      ),
      org: ORG_FLAG,
      store: flag("Store the signatures, all of them or none; then files only with --output"),
      output: OUTPUT_FLAG,
      outputDir: optionalText(
        "DIR",
        "Write each signature into this directory, which is made if need be",
      ),
      force: FORCE_FLAG,
      jobs: JOBS_FLAG,
      json: JSON_FLAG,
      ...MASTER_KEY_FLAGS,
      ...REMOTE_FLAGS,
      passphraseFile: optionalText(
        "FILE",
        "Read the passphrase, of the key file or of the key directory, from this file " +
          "(else CLOACINA_PASSPHRASE, else a prompt)",
      ),
    },
    positional: argumentList("PATH", "A package; - is standard input", 1),
  },
  docs: {
    brief: "Sign packages",
    fullDescription: examples(
      "Signs the SHA-256 of each package with an Ed25519 key, in a file or of the store. The signature goes to " +
        "<package>.sig, or with --store into the store.",
      "cloacina package sign ./libworkflow.so --key ./signing-key.pem",
      'cloacina package sign ./pkg.so --key-id release-key --org "$ORG" --store',
      "cloacina package sign ./pkg.so --key ./key.pem --output ./release/pkg.so.sig",
      "cloacina package sign dist/*.cloacina --key env:CLOACINA_SIGNING_KEY --output-dir sigs --json",
    ),
  },
});

const verifyCommand = buildCommand<VerifyFlags, readonly string[], CliContext>({
  loader: () => import("./verify.ts"),
  parameters: {
    flags: {
      org: optionalText("ID", "Trust what this organisation trusts (else CLOACINA_ORG)"),
      trustKey: {
        ...optionalText("FILE", "A public key, a PEM bundle, or a directory of them; repeatable"),
        variadic: true,
      },
      signature: optionalText(
        "FILE",
        "The signature (default: <package>.sig, then with --org the store)",
      ),
      recipe: {
        kind: "enum",
        values: ["openssl"],
        brief: "Print the shell lines that check this signature without cloacina",
        optional: true,
      },
      jobs: JOBS_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: argumentList("PATH", "A package; - is standard input", 1),
  },
  docs: {
    brief: "Verify packages",
    fullDescription: examples(
      "Checks that each package is the one that was signed, by a key that you trust. Exit codes: 0 verified, " +
        "10 package_tampered, 11 untrusted_signer, 12 invalid_signature, 13 signature_not_found, " +
        "14 malformed_signature, 16 key_revoked; others mean that it could not be checked.",
      'cloacina package verify ./libworkflow.so --org "$ORG"',
      "cloacina package verify ./libworkflow.so --trust-key ./release.pub.pem",
      "cloacina package verify ./pkg.so --signature ./pkg.sig --trust-key ./trusted-keys/",
      "cloacina package verify ./pkg.so --trust-key ./release.pub.pem --recipe openssl",
    ),
  },
});

const inspectCommand = buildCommand<JsonFlag, [string], CliContext>({
  loader: () => import("./inspect.ts"),
  parameters: {
    flags: { json: JSON_FLAG },
    positional: argument("FILE.sig", "A detached signature; - is standard input"),
  },
  docs: {
    brief: "Show what a signature file says",
    fullDescription: examples(
      "Shows the fields of a signature file. They are claims: nothing is checked.",
      "cloacina package inspect ./libworkflow.so.sig",
      "cloacina package inspect ./libworkflow.so.sig --json",
    ),
  },
});

const preflightCommand = buildCommand<PreflightFlags, [string], CliContext>({
  loader: () => import("./preflight.ts"),
  parameters: {
    flags: { org: ORG_FLAG, json: JSON_FLAG, ...STORE_FLAGS, ...REMOTE_FLAGS },
    positional: argument("PATH", "A package; - is standard input"),
  },
  docs: {
    brief: "Say what the engine's server would answer to an upload",
    fullDescription: examples(
      "Does what a server with --require-signatures does: it looks the package's hash up in the database, takes the " +
        "first signature that it meets, and asks whom the organisation trusts. Exit codes as of verify.",
      'cloacina package preflight ./libworkflow.so --org "$ORG"',
      'cloacina package preflight ./libworkflow.so --org "$ORG" --json',
    ),
  },
});

/** `cloacina package …` */
export const packageRoutes = buildRouteMap({
  routes: {
    sign: signCommand,
    verify: verifyCommand,
    preflight: preflightCommand,
    inspect: inspectCommand,
  },
  docs: { brief: "Sign packages and verify their signatures" },
});
