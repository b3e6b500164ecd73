import { quoted } from "../../../domain/quoted.ts";
import { toKeyName } from "../../../domain/key_name.ts";
import type { KeyTrust } from "../../../domain/trusted_key.ts";
import { readBareKey } from "../../../formats/keys/bare_key.ts";
import { holdsCertificate } from "../../../formats/keys/holds_certificate.ts";
import { parsePublicKeys } from "../../../formats/keys/public_key.ts";
import { toRfc3339 } from "../../../formats/rfc3339.ts";
import { requirePublic } from "../../../operations/keys/require_public.ts";
import { noteTakenAsPublic } from "../../secrets/bare_key_note.ts";
import type { CliContext } from "../../context.ts";
import { requireOrg } from "../../organisation.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { warnOfCertificate } from "../../keys/certificate_warning.ts";
import { readKeyToTrust } from "../../keys/key_source.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";
import { recordJson } from "../../records/record_json.ts";
import { trustedKeyFields } from "../../records/trusted_key_output.ts";

/** The flags of `keys trust`. */
export interface TrustFlags extends JsonFlag, StoreFlags, RemoteFlags, OrgFlag {
  readonly import: string;
  readonly name?: string;
}

/**
 * Makes an organisation accept signatures by the public keys in a file. All are read and checked to be public before the
 * first is trusted or sent.
 */
export default async function trust(this: CliContext, flags: TrustFlags): Promise<void> {
  const orgId = requireOrg(this, flags);
  const name = flags.name === undefined ? null : toKeyName(flags.name);
  const action = "read the public key";
  const file = await readKeyToTrust(this, flags.import, action);
  const publicKeys = await parsePublicKeys(file.bytes, file.name);
  const bare = await readBareKey(file.bytes);
  const isCertificate = await holdsCertificate(file.bytes);
  const trusted = await this.withOperations(flags, async ({ keys }) => {
    for (const publicKey of publicKeys) {
      await requirePublic(keys.isKnown, publicKey, `trust the key in ${quoted(file.name)}`);
    }
    if (bare !== null) await noteTakenAsPublic(this.terminal, file.name, bare);
    if (isCertificate) await warnOfCertificate(this.terminal, file.name);
    const done = [];
    for (const publicKey of publicKeys) done.push(await keys.trust({ orgId, publicKey, name }));
    return done;
  }, "allowed");
  for (const key of trusted) await noteWhatItWas(this, key);
  const fields = trusted.flatMap(trustedKeyFields);
  const document = () => Promise.all(trusted.map((key) => recordJson("KeyTrusted", key)));
  await printResult(this.terminal, flags, { document, fields });
}

/** A name that was given and is not taken, or a revocation that no longer holds, must not go unnoticed. */
async function noteWhatItWas(
  { terminal }: CliContext,
  { publicKey: { fingerprint }, name, wasTrusted, wasRevokedAt }: KeyTrust,
): Promise<void> {
  const state = wasTrusted
    ? `is already trusted, ${name === null ? "without a name" : `as ${name}`}; nothing was changed`
    : wasRevokedAt !== null && `was revoked at ${toRfc3339(wasRevokedAt)}, and is trusted again`;
  if (state) await terminal.note(`note: the key ${fingerprint} ${state}`);
}
