import type { PublicKey } from "../../../domain/public_key.ts";
import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError } from "../../../errors.ts";
import { encodePrivateKey } from "../../../formats/keys/encode_private_key.ts";
import { encodePublicKey } from "../../../formats/keys/encode_public_key.ts";
import type { KeyFormat } from "../../../formats/keys/key_formats.ts";
import type { CliContext } from "../../context.ts";
import { heedUnsafeModes, type UnsafeModesFlag } from "../../command_line/flags.ts";
import { encodePrivatePem } from "../../secrets/encode_private_pem.ts";
import { publicKeyOf } from "../../signers/with_signer.ts";
import { toKeyReference } from "../../keys/key_reference.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { choosePassphrase, newPassphraseOf } from "../../secrets/passphrase.ts";
import { requireOneDocument } from "../../terminal/require_one_document.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { MasterKeyFlags, OrgFlag } from "../../store/store_flags.ts";
import type { AgentSocketFlag } from "../../signers/signer_flags.ts";

/** The flags of `keys export`. */
export interface ExportFlags
  extends UnsafeModesFlag, JsonFlag, MasterKeyFlags, RemoteFlags, OrgFlag, AgentSocketFlag {
  readonly key?: string;
  readonly format?: KeyFormat;
  readonly private?: boolean;
  readonly noEncrypt?: boolean;
  readonly newPassphraseFile?: string;
  readonly output?: string;
  readonly force?: boolean;
}

/** A key as it leaves the store. */
interface Exported {
  readonly publicKey: PublicKey;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Exports the public key, or with `--private` the private key, encrypted with a passphrase of its own. */
export default async function exportKey(
  this: CliContext,
  flags: ExportFlags,
  text?: string,
): Promise<void> {
  heedUnsafeModes(this, flags);
  const source = chooseSource(flags, text);
  const target = chooseTarget(flags);
  const mode = flags.force ? "replace" : "create";
  const place = { path: target, mode: flags.private ? 0o600 : 0o644 };
  if (target !== STANDARD_STREAM) await this.files.requireWritable([place], mode);
  const exported = flags.private
    ? await this.terminal.withoutEcho(() => exportPrivate(this, flags, { source, target }))
    : await exportPublic(this, flags, source);
  const { bytes, publicKey } = exported;
  try {
    if (target === STANDARD_STREAM) {
      return await this.terminal[flags.private ? "writeSecret" : "write"](bytes);
    }
    await this.files.write([{ ...place, bytes }], mode);
  } finally {
    bytes.fill(0);
  }
  await printExported(this, flags, { file: target, publicKey });
}

/** The key that is exported: one of the store, or that of `--key`. */
type Source = { readonly text: string } | { readonly reference: string };

function chooseSource({ key }: ExportFlags, text: string | undefined): Source {
  if (key === undefined && text !== undefined) return { text };
  if (key !== undefined && text === undefined) return { reference: key };
  const state = key === undefined
    ? "no key was given"
    : "--key and a key of the store are mutually exclusive";
  throw new CloacinaError("invalid_request", `Cannot export the key: ${state}`, {
    hint: "name a key of the store, or give --key REF for one of an agent",
  });
}

function staysThere(): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    "Cannot export the key: --private is for a key of the store",
    { hint: "no agent hands out a private key; `cloacina keys convert` rewrites one in a file" },
  );
}

/** A private key is written to standard output only if that is requested. */
function chooseTarget(flags: ExportFlags): string {
  const { output = STANDARD_STREAM } = flags;
  const state = flags.private ? privateFault(flags) : publicFault(flags);
  if (state) throw new CloacinaError("invalid_request", `Cannot export the key: ${state}`);
  requireOneDocument(flags, output, { action: "export the key", document: "the key" });
  return output;
}

function privateFault({ output, format, noEncrypt, newPassphraseFile }: ExportFlags) {
  if (output === undefined) return "a private key needs --output FILE, or - for standard output";
  if (noEncrypt) {
    return newPassphraseFile !== undefined &&
      "--no-encrypt and --new-passphrase-file are mutually exclusive";
  }
  const isKept = format === undefined || format === "pem";
  return !isKept && `only pem keeps a passphrase; ${format} needs --no-encrypt`;
}

function publicFault({ noEncrypt, newPassphraseFile }: ExportFlags) {
  return (noEncrypt || newPassphraseFile !== undefined) &&
    "--no-encrypt and --new-passphrase-file need --private";
}

function formatOf({ format = "pem" }: ExportFlags): KeyFormat {
  return format;
}

async function exportPublic(
  context: CliContext,
  flags: ExportFlags,
  source: Source,
): Promise<Exported> {
  const publicKey = "reference" in source
    ? await publicKeyOf(context, { reference: source.reference, flags })
    : await storedPublicKey(context, flags, source.text);
  return { publicKey, bytes: encodePublicKey(publicKey, formatOf(flags)) };
}

async function storedPublicKey(
  context: CliContext,
  flags: ExportFlags,
  text: string,
): Promise<PublicKey> {
  const reference = toKeyReference(context, flags, text);
  return (await context.withOperations(flags, ({ keys }) => keys.show(reference))).publicKey;
}

async function exportPrivate(
  context: CliContext,
  flags: ExportFlags,
  { source, target }: { readonly source: Source; readonly target: string },
): Promise<Exported> {
  if ("reference" in source) throw staysThere();
  const reference = toKeyReference(context, flags, source.text);
  const newPassphrase = newPassphraseOf(exportName(target), flags.newPassphraseFile);
  const { exported: { key: { publicKey }, seed }, passphrase } = await context.withOperations(
    flags,
    async ({ keys }, { isServer }) => {
      // A server refuses, so that no passphrase is asked for in vain.
      const passphrase = flags.noEncrypt || isServer
        ? null
        : await choosePassphrase(context, newPassphrase);
      return { exported: await keys.exportPrivate(reference), passphrase };
    },
  );
  try {
    const key = { seed, publicKey };
    const bytes = formatOf(flags) === "pem"
      ? await encodePrivatePem(context, key, { passphrase })
      : encodePrivateKey(key, formatOf(flags), context.random);
    return { publicKey, bytes };
  } finally {
    seed.fill(0);
  }
}

function exportName(target: string): string {
  return target === STANDARD_STREAM ? "the exported key" : quoted(target);
}

async function printExported(
  { terminal }: CliContext,
  flags: ExportFlags,
  { file, publicKey: { fingerprint } }: { readonly file: string; readonly publicKey: PublicKey },
): Promise<void> {
  const type = flags.private ? "private" : "public";
  const encrypted = type === "private" && !flags.noEncrypt;
  const document = { file, type, format: formatOf(flags), encrypted, fingerprint };
  await printResult(terminal, flags, {
    document,
    fields: [
      ["file", file],
      ["type", `${type} key`],
      ["format", formatOf(flags)],
      ["encrypted", encrypted ? "yes" : "no"],
      ["fingerprint", fingerprint],
    ],
  });
}
