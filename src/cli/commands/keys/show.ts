import { CloacinaError, hasCode } from "../../../errors.ts";
import { exactId, hexPrefix } from "../../../domain/key_reference.ts";
import type { PublicKey } from "../../../domain/public_key.ts";
import { quoted } from "../../../domain/quoted.ts";
import type { SigningKeyInfo } from "../../../domain/signing_key.ts";
import type { KeyFile } from "../../../formats/keys/key_file.ts";
import { noteTakenAsPublic } from "../../secrets/bare_key_note.ts";
import type { CliContext } from "../../context.ts";
import { isPublicKeyText } from "../../keys/inline_public_key.ts";
import { isPath } from "../../keys/is_path.ts";
import { toKeyReference } from "../../keys/key_reference.ts";
import type { PassphraseFlag } from "../../command_line/flags.ts";
import { publicHalfOf } from "../../secrets/open_private_key.ts";
import { readOrg } from "../../organisation.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { asksForForm, type KeyFormFlags, keyForms, printForms } from "../../keys/key_forms.ts";
import { type NamedKeyFile, readKeyFile } from "../../keys/read_key_file.ts";
import { recordJson } from "../../records/record_json.ts";
import { schemeOf } from "../../signers/signer_schemes.ts";
import { signerFields, signerJson } from "../../signers/signer_output.ts";
import { publicHalfOfSigner } from "../../signers/with_signer.ts";
import { requireNoPlace } from "../../server/require_no_place.ts";
import { signingKeyFields } from "../../records/signing_key_output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";
import {
  type AgentSocketFlag,
  requireAgent,
  type SignerScheme,
} from "../../signers/signer_flags.ts";

/** The flags of `keys show`. */
export interface ShowFlags
  extends
    JsonFlag,
    PassphraseFlag,
    StoreFlags,
    RemoteFlags,
    OrgFlag,
    AgentSocketFlag,
    KeyFormFlags {}

/** Shows a key of the store, or what a key file holds: which half, in what format, behind a passphrase or not. */
export default async function show(
  this: CliContext,
  flags: ShowFlags,
  text: string,
): Promise<void> {
  requireAgent(text, flags);
  const named = schemeOf(text);
  const isElsewhere = named !== null || await isFile(this, flags, text);
  if (!isElsewhere) return await showStored(this, flags, text);
  await requireNoPlace({ ...flags, key: text }, "show the key");
  if (named !== null) return await showSigner(this, flags, { reference: text, ...named });
  await showFile(this, flags, text).catch((error) => {
    throw hasCode(error, "file_not_found") && /^\w[\w -]*$/.test(text)
      ? error.with({ hint: "a key of the store is found by its name only with --org" })
      : error;
  });
}

/** A file, or a public key itself, takes precedence over a key of its name. What cannot be a key's ID or name is a missing file. */
async function isFile(context: CliContext, flags: OrgFlag, text: string): Promise<boolean> {
  if (isPath(text) || isPublicKeyText(text)) return true;
  if (await context.files.exists(text)) return true;
  const isKey = exactId(text) !== undefined || hexPrefix(text) !== undefined;
  return !isKey && readOrg(context, flags) === null;
}

async function showStored(context: CliContext, flags: ShowFlags, text: string): Promise<void> {
  const reference = toKeyReference(context, flags, text);
  const key = await context.withOperations(flags, ({ keys }) => keys.show(reference));
  if (asksForForm(flags)) requireSound(key);
  const forms = await keyForms(context, flags, [key.publicKey]);
  await printResult(context.terminal, flags, {
    document: async () => ({ ...await recordJson("SigningKey", key), ...forms.documents[0] }),
    fields: signingKeyFields(key),
  });
  await printForms(context, forms);
}

/** Throws `key_integrity`: the public key of a damaged row is never used. */
function requireSound({ id, fault }: SigningKeyInfo): void {
  if (fault === null) return;
  const message = `Cannot show the key ${quoted(id)} as words or as a code: ${fault}`;
  throw new CloacinaError("key_integrity", message);
}

/** The `invalid_request` for a code of bare bytes: a camera would take a private key that was given by mistake. */
function mayBePrivate(name: string): CloacinaError {
  const state = "they do not say which half of a key pair they are";
  return new CloacinaError(
    "invalid_request",
    `Cannot print a QR code of the bare bytes in ${quoted(name)}: ${state}`,
    { hint: "a public key in PEM, as a JWK or as an OpenSSH line says so" },
  );
}

/** Where the private keys of a scheme are. */
const HOMES: Readonly<Record<SignerScheme, string>> = {
  "ssh-agent": "in an SSH agent",
  vault: "in Vault",
};

/** A key that stays in an agent or in Vault, whose public half is all that there is to show. */
async function showSigner(
  context: CliContext,
  flags: ShowFlags,
  { reference, scheme }: { readonly reference: string; readonly scheme: SignerScheme },
): Promise<void> {
  const { publicKey, signer } = await publicHalfOfSigner(context, { reference, flags });
  const { fingerprint, bytes } = publicKey;
  const forms = await keyForms(context, flags, [publicKey]);
  await printResult(context.terminal, flags, {
    document: {
      key: reference,
      type: "private",
      ...signerJson(signer),
      fingerprint,
      public_key: bytes.toBase64(),
      ...forms.documents[0],
    },
    fields: [
      ...signerFields(signer),
      ["type", `private key: ${HOMES[scheme]}`],
      ["fingerprint", fingerprint],
    ],
  });
  await printForms(context, forms);
}

async function showFile(context: CliContext, flags: ShowFlags, path: string): Promise<void> {
  const { name, file, bare } = await readKeyFile(context, path);
  if (bare !== null) await noteTakenAsPublic(context.terminal, name, bare);
  if (bare !== null && flags.qr) throw mayBePrivate(name);
  const { format, encrypted } = describe(file);
  const publicKeys = await publicKeysIn(context, flags, { name, file });
  const forms = await keyForms(context, flags, publicKeys ?? []);
  const keys = (publicKeys ?? []).map(({ fingerprint, bytes }, index) => ({
    fingerprint,
    public_key: bytes.toBase64(),
    ...forms.documents[index],
  }));
  const found = publicKeys === null ? UNKNOWN : keys.length === 1 ? keys[0] : { keys };
  const fingerprints = publicKeys === null
    ? ["only with the passphrase: --passphrase-file FILE shows it"]
    : keys.map(({ fingerprint }) => fingerprint);
  const document = { file: name, type: file.half, format, encrypted, ...found };
  await printResult(context.terminal, flags, {
    document,
    fields: [
      ["file", name],
      ["type", `${file.half} key`],
      ["format", format],
      ["encrypted", encrypted ? "yes" : "no"],
      ...fingerprints.map((fingerprint) => ["fingerprint", fingerprint] as const),
    ],
  });
  await printForms(context, forms);
}

/** What a file with an encrypted key does not say. */
const UNKNOWN = { fingerprint: null, public_key: null };

/**
 * The public keys in a file; null if they are encrypted with the private one, and no passphrase was given: nobody is
 * asked for one only to hear that it is needed.
 */
async function publicKeysIn(
  context: CliContext,
  flags: ShowFlags,
  { name, file }: Pick<NamedKeyFile, "name" | "file">,
): Promise<readonly PublicKey[] | null> {
  if (file.half === "public") return file.keys;
  const { key } = file;
  const isWanted = asksForForm(flags) || flags.passphraseFile !== undefined ||
    context.env("CLOACINA_PASSPHRASE") !== undefined;
  if (key.locked && key.publicKey === undefined && !isWanted) return null;
  return [await publicHalfOf(context, { name, key }, flags)];
}

function describe(file: KeyFile): { readonly format: string; readonly encrypted: boolean } {
  if (file.half === "public") return { format: file.format, encrypted: false };
  return { format: file.key.format, encrypted: file.key.locked };
}
