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
import { HASH_FLAG, PATH_FLAGS, SCHEME_FLAG } from "../../package/package_flags.ts";
import { DEMAND_FLAGS, STATEMENT_FLAGS } from "../../package/statement_flags.ts";
import { REMOTE_FLAGS } from "../../server/remote_flags.ts";
import { MASTER_KEY_FLAGS, ORG_FLAG, STORE_FLAGS } from "../../store/store_flags.ts";
import type { PreflightFlags } from "./preflight.ts";
import type { SignFlags } from "./sign_flags.ts";
import type { StatementFileFlags } from "./statement.ts";
import type { VerifyFlags } from "./verify_flags.ts";
import { AGENT_SOCKET_FLAG, keyFlag } from "../../signers/signer_flags.ts";

const signCommand = buildCommand<SignFlags, readonly string[], CliContext>({
  loader: () => import("./sign.ts"),
  parameters: {
    flags: {
      key: {
        ...keyFlag(
          "Private key: a file, file:PATH, env:CLOACINA_…, - for standard input, ssh-agent:KEY by " +
            "its fingerprint or comment, or vault:MOUNT/KEY[@VERSION]",
        ),
        optional: true,
      },
      agentSocket: AGENT_SOCKET_FLAG,
      keyId: optionalText(
        "KEY",
        "Key in the store: its ID, fingerprint, a prefix of at least eight characters, or its " +
          "name with --org",
      ),
      org: ORG_FLAG,
      store: flag(
        "Save the signatures in the store, all or none; files are written only with --output or " +
          "--output-dir",
      ),
      output: OUTPUT_FLAG,
      outputDir: optionalText(
        "DIR",
        "Write the signatures to this directory; it is created if it does not exist",
      ),
      engineNames: flag(
        "Write <package>..sig for a file name without an extension, which is where the engine looks",
      ),
      hash: HASH_FLAG,
      scheme: SCHEME_FLAG,
      force: FORCE_FLAG,
      ...STATEMENT_FLAGS,
      skipSigned: flag("Skip packages whose signature file is current and by this key"),
      ...PATH_FLAGS,
      jobs: JOBS_FLAG,
      json: JSON_FLAG,
      ...MASTER_KEY_FLAGS,
      ...REMOTE_FLAGS,
      passphraseFile: optionalText(
        "FILE",
        "Read the passphrase of the key file or key directory from a file (default: " +
          "$CLOACINA_PASSPHRASE, else a prompt)",
      ),
    },
    positional: argumentList("PATH", "Package file; - is standard input", 0),
  },
  docs: {
    brief: "Sign packages",
    fullDescription: examples(
      "Signs the SHA-256 of each package with an Ed25519 key in a file, in an SSH agent, in Vault, or in the store. The " +
        "signature is written to <package>.sig, or saved in the store with --store; with --scheme " +
        "provider, to package.sig in the directory.",
      "cloacina package sign ./workflow.cloacina --key ./signing-key.pem",
      'cloacina package sign ./pkg.cloacina --key-id release-key --org "$ORG" --store',
      "cloacina package sign ./pkg.cloacina --key ./key.pem --output sigs/pkg.sig",
      "cloacina package sign dist/* --key env:CLOACINA_SIGNING_KEY --output-dir sigs",
      "cloacina package sign dist --recursive --key ./key.pem --skip-signed",
      "cloacina package sign ./pkg.cloacina --key ./key.pem --claim name=pkg",
      'cloacina package sign --hash "$HASH" --key ./key.pem --output ./pkg.sig',
      "cloacina package sign ./provider --scheme provider --key ./key.pem",
    ),
  },
});

const verifyCommand = buildCommand<VerifyFlags, readonly string[], CliContext>({
  loader: () => import("./verify.ts"),
  parameters: {
    flags: {
      org: optionalText(
        "UUID",
        "Trust the keys that this organisation trusts (default: $CLOACINA_ORG)",
      ),
      trustKey: {
        ...optionalText(
          "FILE",
          "Public key to trust: a file, a PEM bundle, a directory of them, env:VAR, or the key " +
            "itself as ed25519:BASE64 or an OpenSSH line",
        ),
        variadic: true,
      },
      signature: optionalText(
        "FILE",
        "Signature file (default: <package>.sig, else with --org one from the store)",
      ),
      signatureDir: optionalText(
        "DIR",
        "Directory of signature files, as package sign --output-dir writes them",
      ),
      ...PATH_FLAGS,
      ignoreMissing: flag("Do not fail for missing files that a checksum file lists"),
      hash: HASH_FLAG,
      scheme: SCHEME_FLAG,
      ...DEMAND_FLAGS,
      recipe: {
        kind: "enum",
        values: ["openssl"],
        brief: "Print shell commands that verify the signature without cloacina",
        optional: true,
      },
      jobs: JOBS_FLAG,
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: argumentList("PATH", "Package file; - is standard input", 0),
  },
  docs: {
    brief: "Verify packages",
    fullDescription: examples(
      "Verifies that each package is unchanged since a trusted key signed it, and of a checksum " +
        "file (SHA256SUMS) also each file that it lists. Exit codes: 0 " +
        "verified, 10 package_tampered, 11 untrusted_signer, 12 invalid_signature, 13 " +
        "signature_not_found, 14 malformed_signature, 15 signature_expired, 16 key_revoked, 17 " +
        "claim_mismatch, 18 version_rolled_back; any other means that it could not be verified.",
      'cloacina package verify ./workflow.cloacina --org "$ORG"',
      "cloacina package verify ./workflow.cloacina --trust-key ./release.pub.pem",
      "cloacina package verify ./pkg.cloacina --signature pkg.sig --trust-key keys/",
      "cloacina package verify dist/* --signature-dir sigs --trust-key key.pub.pem",
      "cloacina package verify dist/SHA256SUMS --trust-key ./release.pub.pem",
      "cloacina package verify pkg.cloacina --trust-key key.pub.pem --recipe openssl",
      'cloacina package verify --hash "$HASH" --signature ./pkg.sig --org "$ORG"',
      "cloacina package verify pkg.cloacina --trust-key keys/ --require name=pkg",
      "cloacina package verify ./provider --scheme provider --trust-key ./key.pub.pem",
    ),
  },
});

const statementCommand = buildCommand<StatementFileFlags, [string], CliContext>({
  loader: () => import("./statement.ts"),
  parameters: {
    flags: { output: OUTPUT_FLAG, force: FORCE_FLAG },
    positional: argument("FILE.sig", "Signature file; - is standard input"),
  },
  docs: {
    brief: "Extract the in-toto statement from a signature file",
    fullDescription: examples(
      "Writes the DSSE envelope in a signature file (an in-toto statement with its signature) for " +
        "cosign, securesystemslib and other tools. Nothing is verified.",
      "cloacina package statement ./pkg.cloacina.sig --output pkg.intoto.json",
    ),
  },
});

const inspectCommand = buildCommand<JsonFlag, [string], CliContext>({
  loader: () => import("./inspect.ts"),
  parameters: {
    flags: { json: JSON_FLAG },
    positional: argument(
      "FILE.sig|DIR",
      "Signature file, or the directory of a provider; - is standard input",
    ),
  },
  docs: {
    brief: "Show the contents of a signature file",
    fullDescription: examples(
      "Shows which scheme a signature has, and its fields. They are claims: nothing is verified.",
      "cloacina package inspect ./workflow.cloacina.sig",
      "cloacina package inspect ./workflow.cloacina.sig --json",
      "cloacina package inspect ./provider",
    ),
  },
});

const preflightCommand = buildCommand<PreflightFlags, [string], CliContext>({
  loader: () => import("./preflight.ts"),
  parameters: {
    flags: {
      org: optionalText(
        "UUID",
        "Organisation that the server verifies for (default: $CLOACINA_VERIFICATION_ORG_ID, else " +
          "$CLOACINA_ORG)",
      ),
      json: JSON_FLAG,
      ...STORE_FLAGS,
      ...REMOTE_FLAGS,
    },
    positional: argument("PATH", "Package file; - is standard input"),
  },
  docs: {
    brief: "Check whether the engine's server would accept a package",
    fullDescription: examples(
      "Does what a server with --require-signatures does on upload: looks up the package's hash " +
        "in the database, takes the first signature found, and checks whether the organisation " +
        "trusts its key. Exit codes are those of verify, and about the signature alone: 0 also where " +
        "a warning says that the server would not load the file.",
      'cloacina package preflight ./workflow.cloacina --org "$ORG"',
      'cloacina package preflight ./workflow.cloacina --org "$ORG" --json',
    ),
  },
});

/** `cloacina package …` */
export const packageRoutes = buildRouteMap({
  routes: {
    sign: signCommand,
    verify: verifyCommand,
    preflight: preflightCommand,
    statement: statementCommand,
    inspect: inspectCommand,
  },
  docs: { brief: "Sign and verify packages" },
});
