import { quoted } from "../../../domain/quoted.ts";
import { shownReference } from "../../../domain/shown_text.ts";
import { toKeyName } from "../../../domain/key_name.ts";
import type { TrustKeyRequest } from "../../../contract/keys.ts";
import type { PublicKey } from "../../../domain/public_key.ts";
import type { SigningKeyInfo } from "../../../domain/signing_key.ts";
import type { KeyTrust } from "../../../domain/trusted_key.ts";
import { commandLineError, SEE_HELP } from "../../command_line/command_line_error.ts";
import { type BareKey, readBareKey } from "../../../formats/keys/bare_key.ts";
import { holdsCertificate } from "../../../formats/keys/holds_certificate.ts";
import { parsePublicKeys } from "../../../formats/keys/public_key.ts";
import { toRfc3339 } from "../../../formats/rfc3339.ts";
import { requirePublic } from "../../../operations/keys/require_public.ts";
import type { Operations } from "../../../operations/operations.ts";
import { noteTakenAsPublic } from "../../secrets/bare_key_note.ts";
import { warnOfTenant } from "../../asked_place.ts";
import type { CliContext } from "../../context.ts";
import { inlinePublicKey } from "../../keys/inline_public_key.ts";
import { isPath } from "../../keys/is_path.ts";
import { requireOrg } from "../../organisation.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { warnOfCertificate } from "../../keys/certificate_warning.ts";
import { readKeyToTrust } from "../../keys/key_source.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";
import { recordJson } from "../../records/record_json.ts";
import { trustedKeyFields } from "../../records/trusted_key_output.ts";
import { storedKeyToTrust } from "./stored_key_to_trust.ts";

/** The flags of `keys trust`. */
export interface TrustFlags extends JsonFlag, StoreFlags, RemoteFlags, OrgFlag {
  readonly import?: string;
  readonly name?: string;
}

/**
 * Makes an organisation accept signatures by the public keys in a file, or by one of its signing keys in the store. All
 * are read and checked to be public before the first is trusted or sent.
 */
export default async function trust(
  this: CliContext,
  flags: TrustFlags,
  text?: string,
): Promise<void> {
  const orgId = requireOrg(this, flags);
  const name = flags.name === undefined ? null : toKeyName(flags.name);
  const source = await sourceOf(this, flags, text);
  const file = source === null ? null : await readKeys(this, source);
  const { trusted, warnings } = await this.withOperations(flags, async ({ keys }, place) => {
    const stored = text === undefined || mustBeRead(text)
      ? null
      : await storedKeyToTrust(keys, { text, orgId }, file !== null);
    const found = stored === null ? file! : foundInStore(stored, text!);
    const wanted = { orgId, name: name ?? stored?.name ?? null };
    await requireAllPublic(keys, found);
    const warnings = await warnOfTenant(place, this.terminal.tell);
    await tellOfSource(this, found);
    const requests = found.publicKeys.map((publicKey) => ({ ...wanted, publicKey }));
    return { trusted: await trustAll(this, keys, requests), warnings };
  }, "allowed");
  for (const key of trusted) await tellWhatItWas(this, key);
  const fields = trusted.flatMap(trustedKeyFields);
  const document = () =>
    Promise.all(trusted.map(async (key) => ({
      ...await recordJson("KeyTrusted", key),
      ...(warnings.length > 0 && { warnings }),
    })));
  await printResult(this.terminal, flags, { document, fields });
}

/** The file, or the key itself, that was given; null where there is none, so that it must be a key in the store. */
async function sourceOf(
  { files }: CliContext,
  { import: file }: TrustFlags,
  text: string | undefined,
): Promise<string | null> {
  if ((text === undefined) === (file === undefined)) {
    const state = `the argument KEY|FILE is ${text === undefined ? "missing" : "given twice"}`;
    throw commandLineError(state, SEE_HELP);
  }
  if (text === undefined) return file!;
  return mustBeRead(text) || await files.exists(text) ? text : null;
}

/** Whether a text cannot be a key in the store. */
function mustBeRead(text: string): boolean {
  return isPath(text) || inlinePublicKey(text) !== null;
}

/** Public keys, and their source as messages name it. */
interface FoundKeys {
  readonly publicKeys: readonly PublicKey[];
  readonly source: string;
  /** Not null for bare bytes, which are assumed to be a public key. */
  readonly bare: BareKey | null;
  readonly isCertificate: boolean;
}

function foundInStore({ publicKey }: SigningKeyInfo, text: string): FoundKeys {
  const source = shownReference(text);
  return { publicKeys: [publicKey], source, bare: null, isCertificate: false };
}

/** The public keys in a file that nobody else can write. */
async function readKeys(context: CliContext, reference: string): Promise<FoundKeys> {
  const { bytes, name } = await readKeyToTrust(context, reference, "read the public key");
  return {
    publicKeys: await parsePublicKeys(bytes, name),
    source: name,
    bare: await readBareKey(bytes),
    isCertificate: await holdsCertificate(bytes),
  };
}

async function requireAllPublic(
  { isKnown }: Operations["keys"],
  { publicKeys, source }: FoundKeys,
): Promise<void> {
  for (const publicKey of publicKeys) {
    await requirePublic(isKnown, publicKey, `trust the key in ${quoted(source)}`);
  }
}

async function tellOfSource(
  { terminal }: CliContext,
  { source, bare, isCertificate }: FoundKeys,
): Promise<void> {
  if (bare !== null) await noteTakenAsPublic(terminal, source, bare);
  if (isCertificate) await warnOfCertificate(terminal, source);
}

/** In order, up to the first that is refused: those before it stay trusted, which must not go unnoticed. */
async function trustAll(
  { terminal }: CliContext,
  keys: Operations["keys"],
  wanted: readonly TrustKeyRequest[],
): Promise<readonly KeyTrust[]> {
  const done: KeyTrust[] = [];
  try {
    for (const request of wanted) done.push(await keys.trust(request));
    return done;
  } catch (error) {
    for (const { publicKey } of done) {
      await terminal.tell(`note: the key ${publicKey.fingerprint} came before it and is trusted`);
    }
    throw error;
  }
}

/** A name that was given and is not taken, or a revocation that no longer holds, must not go unnoticed. */
async function tellWhatItWas(
  { terminal }: CliContext,
  { publicKey: { fingerprint }, name, wasTrusted, wasRevokedAt }: KeyTrust,
): Promise<void> {
  if (wasTrusted) {
    const named = name === null ? "without a name" : `as ${name}`;
    await terminal.tell(
      `note: the key ${fingerprint} is already trusted, ${named}; nothing was changed`,
    );
  } else if (wasRevokedAt !== null) {
    const at = toRfc3339(wasRevokedAt);
    await terminal.tell(
      `warning: the key ${fingerprint} was revoked at ${at}, and is trusted again`,
    );
  }
}
