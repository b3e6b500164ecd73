import type { PublicKey } from "../../../domain/public_key.ts";
import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError } from "../../../errors.ts";
import { encodePrivateKey } from "../../../formats/keys/encode_private_key.ts";
import { encodePublicKey } from "../../../formats/keys/encode_public_key.ts";
import type { Derivation } from "../../../formats/keys/encrypt_pkcs8.ts";
import type { KeyFormat } from "../../../formats/keys/key_formats.ts";
import { noteTakenAsPublic } from "../../secrets/bare_key_note.ts";
import type { CliContext } from "../../context.ts";
import {
  heedUnsafeModes,
  type PassphraseFlag,
  type UnsafeModesFlag,
} from "../../command_line/flags.ts";
import { encodePrivatePem } from "../../secrets/encode_private_pem.ts";
import {
  acceptAsPrivate,
  openPrivateKey,
  publicHalfOf,
  type UnlockedKey,
} from "../../secrets/open_private_key.ts";
import { choosePassphrase, firstPassphraseOf } from "../../secrets/passphrase.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { fileKeyName } from "../../keys/file_key_name.ts";
import { readKeyFile } from "../../keys/read_key_file.ts";
import {
  type KeyOutputFlags,
  outputFault,
  requireKeyWritable,
  writeKey,
} from "../../keys/write_key.ts";
import { requireOneDocument } from "../../terminal/require_one_document.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";

/** The flags of `keys convert`. */
export interface ConvertFlags extends UnsafeModesFlag, JsonFlag, PassphraseFlag, KeyOutputFlags {
  readonly format: KeyFormat;
  readonly encryptWith?: Derivation;
}

/** A key in its new format. */
interface Converted {
  readonly publicKey: PublicKey;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Converts a key: writes the public key, or the private key with `--private`. */
export default async function convert(
  this: CliContext,
  flags: ConvertFlags,
  path: string,
): Promise<void> {
  heedUnsafeModes(this, flags);
  requireEncryptable(flags);
  const target = chooseTarget(flags);
  await requireKeyWritable(this, flags, target);
  const converted = await (flags.private ? convertPrivate : convertPublic)(this, flags, path);
  const { bytes, publicKey } = converted;
  if (!await writeKey(this, flags, { target, bytes })) return;
  await printConverted(this, flags, { file: target, publicKey });
}

function requireEncryptable({ encryptWith, private: isPrivate, format }: ConvertFlags): void {
  if (encryptWith === undefined || isPrivate && format === "pem") return;
  throw new CloacinaError(
    "invalid_request",
    "Cannot encrypt the key: --encrypt-with needs --private and --format pem",
  );
}

function chooseTarget(flags: ConvertFlags): string {
  const { output: target = STANDARD_STREAM } = flags;
  const state = outputFault(flags);
  if (state) throw new CloacinaError("invalid_request", `Cannot write the key: ${state}`);
  requireOneDocument(flags, target, { action: "write the key", document: "the key" });
  return target;
}

async function convertPublic(
  context: CliContext,
  flags: ConvertFlags,
  path: string,
): Promise<Converted> {
  const { name, file, bare } = await readKeyFile(context, path);
  if (bare !== null) await noteTakenAsPublic(context.terminal, name, bare);
  const publicKeys = file.half === "public"
    ? file.keys
    : [await publicHalfOf(context, { name, key: file.key }, flags)];
  const [publicKey, ...others] = publicKeys;
  if (publicKey === undefined || others.length > 0) {
    const state = `it holds ${publicKeys.length} public keys, not one`;
    throw new CloacinaError("invalid_request", `Cannot convert ${quoted(name)}: ${state}`);
  }
  return { publicKey, bytes: encodePublicKey(publicKey, flags.format) };
}

async function convertPrivate(
  context: CliContext,
  flags: ConvertFlags,
  path: string,
): Promise<Converted> {
  const key = await openPrivateKey(context, path, flags);
  const { passphrase, publicKey, seed, name } = key;
  try {
    await acceptAsPrivate(context, key, { flags: {} });
    if (flags.format === "pem") {
      return { publicKey, bytes: await encodePem(context, flags, key) };
    }
    if (passphrase !== null) {
      await context.terminal.tell(
        `warning: ${flags.format} keeps no passphrase; ${quoted(name)} had one`,
      );
    }
    const commented = { seed, publicKey, comment: fileKeyName(path) };
    const bytes = encodePrivateKey(commented, flags.format, context.random);
    return { publicKey, bytes };
  } finally {
    seed.fill(0);
  }
}

/** A passphrase stays as it is; --encrypt-with asks for one where there is none. */
async function encodePem(
  context: CliContext,
  { encryptWith, output = STANDARD_STREAM, passphraseFile }: ConvertFlags,
  key: UnlockedKey,
): Promise<Converted["bytes"]> {
  const passphrase = key.passphrase !== null || encryptWith === undefined
    ? key.passphrase
    : await choosePassphrase(context, firstPassphraseOf(convertedName(output), passphraseFile));
  return await encodePrivatePem(context, key, { passphrase, derivation: encryptWith });
}

function convertedName(target: string): string {
  return target === STANDARD_STREAM ? "the converted key" : quoted(target);
}

async function printConverted(
  { terminal }: CliContext,
  flags: ConvertFlags,
  { file, publicKey: { fingerprint } }: { readonly file: string; readonly publicKey: PublicKey },
): Promise<void> {
  const type = flags.private ? "private" : "public";
  const document = { file, type, format: flags.format, fingerprint };
  await printResult(terminal, flags, {
    document,
    fields: [
      ["file", file],
      ["type", `${type} key`],
      ["format", flags.format],
      ["fingerprint", fingerprint],
    ],
  });
}
