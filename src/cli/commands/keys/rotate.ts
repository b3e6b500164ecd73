import { toKeyName } from "../../../domain/key_name.ts";
import type { Operations } from "../../../operations/operations.ts";
import { warnOfTenant } from "../../asked_place.ts";
import type { CliContext } from "../../context.ts";
import { heedUnsafeModes, type UnsafeModesFlag } from "../../command_line/flags.ts";
import { toKeyReference } from "../../keys/key_reference.ts";
import { type Fields, type JsonFlag, printResult } from "../../terminal/output.ts";
import { recordJson } from "../../records/record_json.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { MasterKeyFlags, OrgFlag } from "../../store/store_flags.ts";

/** The flags of `keys rotate`. */
export interface RotateFlags
  extends UnsafeModesFlag, JsonFlag, MasterKeyFlags, RemoteFlags, OrgFlag {
  readonly name: string;
}

type Rotated = Awaited<ReturnType<Operations["keys"]["rotate"]>>;

/** Replaces a signing key with a new, trusted one, and prints what remains to be done. */
export default async function rotate(
  this: CliContext,
  flags: RotateFlags,
  text: string,
): Promise<void> {
  heedUnsafeModes(this, flags);
  const request = {
    reference: toKeyReference(this, flags, text),
    name: toKeyName(flags.name),
  };
  const rotated = await this.withOperations(flags, async ({ keys }, place) => {
    await warnOfTenant(place, this.terminal.tell);
    return await keys.rotate(request);
  });
  const document = () => recordJson("Rotated", rotated);
  await printResult(this.terminal, flags, { document, fields: toFields(rotated) });
  for (const step of remainingSteps(rotated)) await this.terminal.note(`next: ${step}`);
}

function toFields({ newKey, oldKey, oldIsTrusted }: Rotated): Fields {
  return [
    ["new key id", newKey.id],
    ["name", newKey.name],
    ["fingerprint", newKey.publicKey.fingerprint],
    ["organisation", newKey.orgId],
    ["trusted", "yes"],
    ["old key id", oldKey.id],
    ["old name", oldKey.name],
    // With a longer label, a fingerprint would not fit into 80 columns.
    ["old key", oldKey.publicKey.fingerprint],
    ["old status", `revoked for signing, ${oldIsTrusted ? "still" : "not"} trusted`],
  ];
}

function remainingSteps({ newKey, oldKey, oldIsTrusted }: Rotated): readonly string[] {
  const fingerprint = oldKey.publicKey.fingerprint.slice(0, 16);
  const revoke = `cloacina keys trusted revoke ${fingerprint} --org ${oldKey.orgId}`;
  const remove = `cloacina signatures remove --package FILE --fingerprint ${fingerprint}`;
  return [
    `let builds sign with the new key: \`--key-id ${newKey.id}\``,
    `give its public half to whoever verifies with files: \`cloacina keys export ${newKey.id}\``,
    ...(oldIsTrusted
      ? [
        `see what the old key signed and nothing else did: \`${revoke} --dry-run\``,
        `sign that again with --store, and remove the old signature, which the engine would read first: \`${remove}\``,
        `then end the trust in the old key: \`${revoke}\``,
        "see what the server then says: `cloacina package preflight FILE`",
      ]
      : []),
  ];
}
