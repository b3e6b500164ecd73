import { sha256Hex } from "../../../crypto/sha256.ts";
import type { PublicKey } from "../../../domain/public_key.ts";
import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError } from "../../../errors.ts";
import { MAX_KEY_FILE_BYTES } from "../../../formats/keys/detect_keys.ts";
import type { CliContext } from "../../context.ts";
import {
  heedUnsafeModes,
  type PassphraseFlag,
  type UnsafeModesFlag,
} from "../../command_line/flags.ts";
import { encodePrivatePem } from "../../secrets/encode_private_pem.ts";
import { openPrivateKey, type UnlockedKey } from "../../secrets/open_private_key.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { choosePassphrase, newPassphraseOf } from "../../secrets/passphrase.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";

/** The flags of `keys passphrase`. */
export interface PassphraseFlags extends UnsafeModesFlag, JsonFlag, PassphraseFlag {
  readonly newPassphraseFile?: string;
  readonly remove?: boolean;
}

/** Adds, changes or removes the passphrase of a private key in PEM, in place. */
export default async function passphrase(
  this: CliContext,
  flags: PassphraseFlags,
  path: string,
): Promise<void> {
  heedUnsafeModes(this, flags);
  requireChange(flags, path);
  const { fingerprint } = await this.terminal.withoutEcho(() => change(this, flags, path));
  const document = { file: path, fingerprint, encrypted: !flags.remove };
  await printResult(this.terminal, flags, {
    document,
    fields: [
      ["file", path],
      ["fingerprint", fingerprint],
      ["encrypted", flags.remove ? "no" : "yes"],
    ],
  });
}

async function change(
  context: CliContext,
  flags: PassphraseFlags,
  path: string,
): Promise<PublicKey> {
  const old = hashOf(context, path);
  const file = { path, mode: 0o600 };
  // No passphrase is asked for in vain.
  await context.files.requireWritable([file], "replace");
  const key = await openPrivateKey(context, `file:${path}`, flags);
  try {
    requirePem(key);
    const chosen = flags.remove
      ? null
      : await choosePassphrase(context, newPassphraseOf(quoted(path), flags.newPassphraseFile));
    const bytes = await encodePrivatePem(context, key, { passphrase: chosen });
    requireUnchanged(context, path, old);
    await context.files.write([{ ...file, bytes }], "replace").finally(() => bytes.fill(0));
    return key.publicKey;
  } finally {
    key.seed.fill(0);
  }
}

function hashOf({ files }: CliContext, path: string): string {
  const { bytes } = files.read(path, MAX_KEY_FILE_BYTES, "read the private key");
  const hash = sha256Hex(bytes);
  bytes.fill(0);
  return hash;
}

/** While somebody typed, another process may have put another key there, of which this may be the only copy. */
function requireUnchanged(context: CliContext, path: string, old: string): void {
  if (hashOf(context, path) === old) return;
  const message = `Cannot change the passphrase of ${quoted(path)}: another process has changed it`;
  throw new CloacinaError("invalid_request", message, { hint: "run the command again" });
}

function requireChange({ remove, newPassphraseFile }: PassphraseFlags, path: string): void {
  const state = path === STANDARD_STREAM
    ? "standard input cannot be changed in place"
    : remove && newPassphraseFile !== undefined &&
      "--remove and --new-passphrase-file are mutually exclusive";
  if (state) throw new CloacinaError("invalid_request", `Cannot change the passphrase: ${state}`);
}

function requirePem({ format, isWholeFile, name }: UnlockedKey): void {
  if (!isWholeFile) {
    throw unchangeable(name, "it holds certificates too, which would be lost", WRITE_ALONE);
  }
  if (format === "pem" || format === "der") return;
  const kind = FOREIGN[format];
  const state = kind === undefined
    ? `a key in the format ${format} has no passphrase`
    : `it is ${kind}`;
  throw unchangeable(name, state, HINTS[format]);
}

function unchangeable(name: string, state: string, hint: string | undefined): CloacinaError {
  const message = `Cannot change the passphrase of ${quoted(name)}: ${state}`;
  return new CloacinaError("invalid_request", message, { hint });
}

const WRITE_ALONE =
  "`cloacina keys convert FILE --private --format pem --output NEW` writes the key alone";

const WRITE_PEM =
  "write it as PEM first: cloacina keys convert FILE --private --format pem --output NEW";

/** Formats of other tools that may have a passphrase. */
const FOREIGN: Partial<Readonly<Record<UnlockedKey["format"], string>>> = {
  ssh: "an OpenSSH key",
  minisign: "a minisign key",
  signify: "a signify key",
};

/** No hint for bare bytes: they may be a public key, which no hint may turn into a private one. */
const HINTS: Partial<Readonly<Record<UnlockedKey["format"], string>>> = {
  ssh: "ssh-keygen -p -f FILE changes it",
  minisign: "minisign -C -s FILE changes it",
  signify: WRITE_PEM,
  jwk: WRITE_PEM,
  nacl: WRITE_PEM,
  nix: WRITE_PEM,
  securesystemslib: WRITE_PEM,
};
