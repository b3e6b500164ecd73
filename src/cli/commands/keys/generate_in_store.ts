import { toKeyName } from "../../../domain/key_name.ts";
import type { CliContext } from "../../context.ts";
import { requireOrg } from "../../organisation.ts";
import { printResult } from "../../terminal/output.ts";
import { recordJson } from "../../records/record_json.ts";
import { signingKeyFields } from "../../records/signing_key_output.ts";
import type { GenerateFlags } from "./generate_flags.ts";

/** Generates a key pair in the store, the private key encrypted with the master key. */
export async function generateInStore(context: CliContext, flags: GenerateFlags): Promise<void> {
  const request = {
    orgId: requireOrg(context, flags),
    name: toKeyName(flags.name),
    trust: flags.trust ?? false,
  };
  const key = await context.withOperations(flags, ({ keys }) => keys.generate(request), "allowed");
  const document = () => recordJson("SigningKey", key);
  await printResult(context.terminal, flags, {
    document,
    fields: [...signingKeyFields(key), ["trusted", request.trust ? "yes" : "not by this command"]],
  });
}
