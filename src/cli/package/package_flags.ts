import { optionalText } from "../command_line/flags.ts";

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
