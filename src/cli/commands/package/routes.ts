import { buildCommand, buildRouteMap } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import { argument, argumentList, FORCE_FLAG, JOBS_FLAG, JSON_FLAG } from "../../flags.ts";
import { optionalText, OUTPUT_FLAG, PASSPHRASE_FILE_FLAG, requiredText } from "../../flags.ts";
import { examples } from "../../help.ts";
import type { JsonFlag } from "../../output.ts";
import type { SignFlags } from "./sign.ts";
import type { VerifyFlags } from "./verify.ts";

const signCommand = buildCommand<SignFlags, readonly string[], CliContext>({
  loader: () => import("./sign.ts"),
  parameters: {
    flags: {
      key: requiredText("REF", "The private key: a file, file:PATH, env:CLOACINA_…, or -"),
      passphraseFile: PASSPHRASE_FILE_FLAG,
      output: OUTPUT_FLAG,
      outputDir: optionalText("DIR", "Write each signature into this directory"),
      force: FORCE_FLAG,
      jobs: JOBS_FLAG,
      json: JSON_FLAG,
    },
    positional: argumentList("PATH", "A package; - is standard input", 1),
  },
  docs: {
    brief: "Sign packages",
    fullDescription: examples(
      "Signs the SHA-256 of each package with an Ed25519 key. The signature goes to <package>.sig.",
      "cloacina package sign ./libworkflow.so --key ./signing-key.pem",
      "cloacina package sign ./pkg.so --key ./key.pem --output ./release/pkg.so.sig",
      "cloacina package sign dist/*.cloacina --key env:CLOACINA_SIGNING_KEY --output-dir sigs --json",
    ),
  },
});

const verifyCommand = buildCommand<VerifyFlags, readonly string[], CliContext>({
  loader: () => import("./verify.ts"),
  parameters: {
    flags: {
      trustKey: {
        ...requiredText("FILE", "A public key, a PEM bundle, or a directory of them; repeatable"),
        variadic: true,
      },
      signature: optionalText("FILE", "The signature (default: <package>.sig)"),
      recipe: {
        kind: "enum",
        values: ["openssl"],
        brief: "Print the shell lines that check this signature without cloacina",
        optional: true,
      },
      jobs: JOBS_FLAG,
      json: JSON_FLAG,
    },
    positional: argumentList("PATH", "A package; - is standard input", 1),
  },
  docs: {
    brief: "Verify packages",
    fullDescription: examples(
      "Checks that each package is the one that was signed, by a key that you trust. Exit codes: 0 verified, " +
        "10 package_tampered, 11 untrusted_signer, 12 invalid_signature, 13 signature_not_found, " +
        "14 malformed_signature; others mean that it could not be checked.",
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

/** `cloacina package …` */
export const packageRoutes = buildRouteMap({
  routes: { sign: signCommand, verify: verifyCommand, inspect: inspectCommand },
  docs: { brief: "Sign packages and verify their signatures" },
});
