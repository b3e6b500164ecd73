import { quoted } from "../../../domain/quoted.ts";
import { CloacinaError } from "../../../errors.ts";
import { encodePrivateKey } from "../../../formats/keys/encode_private_key.ts";
import { encodePublicKey } from "../../../formats/keys/encode_public_key.ts";
import type { KeyFormat } from "../../../formats/keys/key_formats.ts";
import type { CliContext } from "../../context.ts";
import { heedUnsafeModes, type UnsafeModesFlag } from "../../command_line/flags.ts";
import { encodePrivatePem } from "../../secrets/encode_private_pem.ts";
import { signerFields, signerJson } from "../../signers/signer_output.ts";
import { type PublicHalf, publicHalfOfSigner } from "../../signers/with_signer.ts";
import { toKeyReference } from "../../keys/key_reference.ts";
import {
  type KeyOutputFlags,
  outputFault,
  requireKeyWritable,
  writeKey,
} from "../../keys/write_key.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { choosePassphrase, newPassphraseOf } from "../../secrets/passphrase.ts";
import { requireOneDocument } from "../../terminal/require_one_document.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { MasterKeyFlags, OrgFlag } from "../../store/store_flags.ts";
import { type AgentSocketFlag, requireAgent } from "../../signers/signer_flags.ts";

/** The flags of `keys export`. */
export interface ExportFlags
  extends
    UnsafeModesFlag,
    JsonFlag,
    MasterKeyFlags,
    RemoteFlags,
    OrgFlag,
    AgentSocketFlag,
    KeyOutputFlags {
  readonly key?: string;
  readonly format?: KeyFormat;
  readonly noEncrypt?: boolean;
  readonly newPassphraseFile?: string;
}

/** A key as it is written. */
interface Exported extends PublicHalf {
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
  requireAgent(flags.key, flags);
  const target = chooseTarget(flags);
  await requireKeyWritable(this, flags, target);
  const exported = flags.private
    ? await this.terminal.withoutEcho(() => exportPrivate(this, flags, { source, target }))
    : await exportPublic(this, flags, source);
  const { bytes, ...half } = exported;
  if (!await writeKey(this, flags, { target, bytes })) return;
  await printExported(this, flags, { file: target, ...half });
}

const IN_STORE = { kind: "store" } as const;

/** The key that is exported: one of the store, or that of `--key`. */
type Source = { readonly text: string } | { readonly reference: string };

function chooseSource({ key }: ExportFlags, text: string | undefined): Source {
  if (key === undefined && text !== undefined) return { text };
  if (key !== undefined && text === undefined) return { reference: key };
  const state = key === undefined
    ? "no key was given"
    : "--key and a key of the store are mutually exclusive";
  throw new CloacinaError("invalid_request", `Cannot export the key: ${state}`, {
    hint: "name a key of the store, or give --key REF for one in an agent, in Vault or in a file",
  });
}

function staysThere(): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    "Cannot export the key: --private is for a key of the store",
    {
      hint:
        "neither an agent nor Vault hands out a private key; `cloacina keys convert` rewrites " +
        "one in a file",
    },
  );
}

function chooseTarget(flags: ExportFlags): string {
  const { output = STANDARD_STREAM } = flags;
  const state = flags.private ? privateFault(flags) : publicFault(flags);
  if (state) throw new CloacinaError("invalid_request", `Cannot export the key: ${state}`);
  requireOneDocument(flags, output, { action: "export the key", document: "the key" });
  return output;
}

function privateFault(flags: ExportFlags) {
  const fault = outputFault(flags);
  if (fault !== undefined) return fault;
  const { format, noEncrypt, newPassphraseFile } = flags;
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
  const half = "reference" in source
    ? await publicHalfOfSigner(context, {
      reference: source.reference,
      flags,
      unplaced: "export the key",
    })
    : await storedPublicHalf(context, flags, source.text);
  return { ...half, bytes: encodePublicKey(half.publicKey, formatOf(flags)) };
}

async function storedPublicHalf(
  context: CliContext,
  flags: ExportFlags,
  text: string,
): Promise<PublicHalf> {
  const reference = toKeyReference(context, flags, text);
  const { publicKey } = await context.withOperations(flags, ({ keys }) => keys.show(reference));
  return { publicKey, signer: IN_STORE };
}

async function exportPrivate(
  context: CliContext,
  flags: ExportFlags,
  { source, target }: { readonly source: Source; readonly target: string },
): Promise<Exported> {
  if ("reference" in source) throw staysThere();
  const reference = toKeyReference(context, flags, source.text);
  const newPassphrase = newPassphraseOf(exportName(target), flags.newPassphraseFile);
  const { exported: { key: { publicKey, name }, seed }, passphrase } = await context.withOperations(
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
    const key = { seed, publicKey, comment: name };
    const bytes = formatOf(flags) === "pem"
      ? await encodePrivatePem(context, key, { passphrase })
      : encodePrivateKey(key, formatOf(flags), context.random);
    return { publicKey, signer: IN_STORE, bytes };
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
  { file, publicKey: { fingerprint }, signer }: PublicHalf & { readonly file: string },
): Promise<void> {
  const type = flags.private ? "private" : "public";
  const encrypted = type === "private" && !flags.noEncrypt;
  const format = formatOf(flags);
  const document = { file, type, format, encrypted, fingerprint, ...signerJson(signer) };
  await printResult(terminal, flags, {
    document,
    fields: [
      ["file", file],
      ["type", `${type} key`],
      ["format", format],
      ["encrypted", encrypted ? "yes" : "no"],
      ["fingerprint", fingerprint],
      ...signerFields(signer),
    ],
  });
}
