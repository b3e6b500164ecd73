import { SIGNATURE_SCHEMES, type SignatureScheme } from "../../domain/signature_scheme.ts";
import { flag, optionalText } from "../command_line/flags.ts";

/** Flags that name a package by its file or its hash. */
export interface PackageFlags {
  readonly package?: string;
  readonly hash?: string;
}

/** `--package` and `--hash`. */
export const PACKAGE_FLAGS = {
  package: optionalText("FILE", "Package file; - is standard input"),
  hash: optionalText("HASH", "SHA-256 of the package, in hex"),
} as const;

/** What the arguments of a command are, besides files. */
export interface PackageArguments {
  /** The package that was hashed elsewhere, in place of all arguments. */
  readonly hash?: string;
  readonly scheme?: SignatureScheme;
}

/** `--scheme`. */
export const SCHEME_FLAG = {
  kind: "enum",
  values: SIGNATURE_SCHEMES,
  brief:
    "What each PATH is: a package file, or the directory of a constructor or provider, whose " +
    "signature is its package.sig (default: package)",
  optional: true,
} as const;

/** `--hash` in place of arguments. */
export const HASH_FLAG = optionalText(
  "HASH",
  "SHA-256 of a package that was hashed elsewhere, in hex; takes the place of PATH",
);

/** Flags that name packages beside the arguments. */
export interface PathFlags {
  readonly filesFrom?: string;
  readonly recursive?: boolean;
}

/** `--files-from` and `--recursive`. */
export const PATH_FLAGS = {
  filesFrom: optionalText(
    "FILE",
    "Also take paths from this file, one per line or NUL-terminated; - is standard input",
  ),
  recursive: flag("Take the files in directories and below; *.sig files are left out"),
} as const;
