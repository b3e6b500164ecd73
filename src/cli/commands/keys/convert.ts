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
import { readKeyFile } from "../../keys/read_key_file.ts";
import { requireOneDocument } from "../../terminal/require_one_document.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";

/** The flags of `keys convert`. */
export interface ConvertFlags extends UnsafeModesFlag, JsonFlag, PassphraseFlag {
  readonly format: KeyFormat;
  readonly private?: boolean;
  readonly encryptWith?: Derivation;
  readonly output?: string;
  readonly force?: boolean;
}

/** A key in its new format. */
interface Converted {
  readonly publicKey: PublicKey;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mode: number;
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
  const converted = await (flags.private ? convertPrivate : convertPublic)(this, flags, path);
  const { bytes, publicKey, mode } = converted;
  try {
    if (target === STANDARD_STREAM) {
      return await this.terminal[flags.private ? "writeSecret" : "write"](bytes);
    }
    await this.files.write([{ path: target, bytes, mode }], flags.force ? "replace" : "create");
  } finally {
    bytes.fill(0);
  }
  await printConverted(this, flags, { file: target, publicKey });
}

function requireEncryptable({ encryptWith, private: isPrivate, format }: ConvertFlags): void {
  if (encryptWith === undefined || isPrivate && format === "pem") return;
  throw new CloacinaError(
    "invalid_request",
    "Cannot encrypt the key: --encrypt-with needs --private and --format pem",
  );
}

/** A private key is written to standard output only if that is requested. */
function chooseTarget({ output, private: isPrivate, ...flags }: ConvertFlags): string {
  const target = output ?? STANDARD_STREAM;
  if (isPrivate && output === undefined) {
    const state = "a private key needs --output FILE, or - for standard output";
    throw new CloacinaError("invalid_request", `Cannot write the key: ${state}`);
  }
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
  return { publicKey, bytes: encodePublicKey(publicKey, flags.format), mode: 0o644 };
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
      return { publicKey, bytes: await encodePem(context, flags, key), mode: 0o600 };
    }
    if (passphrase !== null) {
      await context.terminal.tell(
        `warning: ${flags.format} keeps no passphrase; ${quoted(name)} had one`,
      );
    }
    return { publicKey, bytes: encodePrivateKey(key, flags.format, context.random), mode: 0o600 };
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
