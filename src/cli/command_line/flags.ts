import { CloacinaError } from "../../errors.ts";

/** What `--` does. */
export const SEPARATOR_BRIEF = "Treat everything that follows as an argument";

/** `--json`, which every command with a result has. */
export const JSON_FLAG = flag("Print the result as JSON");

/** `--allow-unsafe-modes`, of the commands that write private keys or rely on the modes of a store. */
export const UNSAFE_MODES_FLAG = flag(
  "Do not check owners and modes of files, for file systems that have none",
);

/** The flag of `--allow-unsafe-modes`. */
export interface UnsafeModesFlag {
  readonly allowUnsafeModes?: boolean;
}

/** `--force`, of every command that writes a file. */
export const FORCE_FLAG = flag("Overwrite existing files");

/** The flag of every command that writes a file. */
export interface ForceFlag {
  readonly force?: boolean;
}

/** Nothing is overwritten unless `--force` says so. */
export function writeModeOf({ force }: ForceFlag): "create" | "replace" {
  return force ? "replace" : "create";
}

/** `--no-input`, of every command that may prompt. It takes effect at start-up: see create_context.ts. */
interface NoInputFlag {
  readonly noInput?: boolean;
}

/** `--no-input`. */
export const NO_INPUT_FLAG = flag("Never prompt; fail if an answer is needed");

/** The flags of the commands that ask for confirmation. */
export interface ConfirmFlags extends NoInputFlag {
  readonly yes?: boolean;
}

/** `--yes` and `--no-input`. */
export const CONFIRM_FLAGS = {
  yes: flag("Do not ask for confirmation"),
  noInput: NO_INPUT_FLAG,
} as const;

/** The flag of every command that prints a table. */
export interface NoHeaderFlag {
  readonly noHeader?: boolean;
}

/** `--no-header`. */
export const NO_HEADER_FLAG = flag("Omit the header line");

/** `--output`, of the commands that write one file. */
export const OUTPUT_FLAG = optionalText("FILE", "Write to this file; - is standard output");

/** The flags of every command that opens a private key. */
export interface PassphraseFlag extends NoInputFlag {
  readonly passphraseFile?: string;
}

/** `--passphrase-file`, of every command that opens a private key. */
export const PASSPHRASE_FILE_FLAG = optionalText(
  "FILE",
  "Read the key's passphrase from a file (default: $CLOACINA_PASSPHRASE, else a prompt)",
);

/** `--new-passphrase-file`, of the commands that set a passphrase. */
export const NEW_PASSPHRASE_FILE_FLAG = optionalText(
  "FILE",
  "Read the new passphrase from a file (default: $CLOACINA_NEW_PASSPHRASE, else a prompt)",
);

/** `--dry-run`, of the commands that revoke. */
export const DRY_RUN_FLAG = flag("Show what would change, and change nothing");

/** `--jobs`, of the commands that hash many packages. */
export const JOBS_FLAG = {
  kind: "parsed",
  parse: parseJobs,
  placeholder: "N",
  brief: "Number of threads that hash large packages (default: one per core)",
  optional: true,
} as const;

/** A flag without a value. */
export function flag(brief: string) {
  return { kind: "boolean", brief, optional: true, withNegated: false } as const;
}

/** A required flag with a text value. */
export function requiredText(placeholder: string, brief: string) {
  return { kind: "parsed", parse: String, placeholder, brief } as const;
}

/** An optional flag with a text value. */
export function optionalText(placeholder: string, brief: string) {
  return { ...requiredText(placeholder, brief), optional: true } as const;
}

/** One positional argument. */
export function argument(placeholder: string, brief: string) {
  return { kind: "tuple", parameters: [{ parse: String, placeholder, brief }] } as const;
}

/** At least `minimum` positional arguments. */
export function argumentList(placeholder: string, brief: string, minimum: number) {
  return { kind: "array", minimum, parameter: { parse: String, placeholder, brief } } as const;
}

/** The name of a flag, in camel case, as it is typed. */
export function longFlag(name: string): string {
  const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return kebab.startsWith("-") ? kebab : `--${kebab}`;
}

function parseJobs(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new CloacinaError("invalid_request", "takes a number from 1 to 999");
}

/** Applies `--allow-unsafe-modes`, if it is given. */
export function heedUnsafeModes(
  { files }: { readonly files: { readonly allowUnsafeModes: () => void } },
  { allowUnsafeModes }: UnsafeModesFlag,
): void {
  if (allowUnsafeModes) files.allowUnsafeModes();
}
