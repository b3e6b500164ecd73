import { toKeyName } from "../../../domain/key_name.ts";
import { CloacinaError } from "../../../errors.ts";
import { heedUnsafeModes } from "../../command_line/flags.ts";
import { warnOfTenant } from "../../asked_place.ts";
import type { CliContext } from "../../context.ts";
import { requireOrg } from "../../organisation.ts";
import { recordJson } from "../../records/record_json.ts";
import { signingKeyFields } from "../../records/signing_key_output.ts";
import { requireNoPlace } from "../../server/require_no_place.ts";
import { printResult } from "../../terminal/output.ts";
import type { GenerateFlags } from "./generate_flags.ts";

/** Generates a key pair: in files with `--output`, in the store with `--org` or CLOACINA_ORG. */
export default async function generate(this: CliContext, flags: GenerateFlags): Promise<void> {
  heedUnsafeModes(this, flags);
  requireOnePlace(this, flags);
  if (flags.output === undefined) return await generateInStore(this, flags);
  await requireNoPlace(flags, "generate a key");
  const { generateFiles } = await import("./generate_files.ts");
  return await generateFiles(this, { ...flags, output: flags.output });
}

function requireOnePlace(context: CliContext, flags: GenerateFlags): void {
  const { output, org } = flags;
  const isNowhere = output === undefined && org === undefined &&
    context.env("CLOACINA_ORG") === undefined;
  if (isNowhere) {
    throw new CloacinaError(
      "invalid_request",
      "Cannot generate a key: neither --output nor --org was given",
      {
        hint: "--output FILE writes it into a file, --org UUID (or CLOACINA_ORG) into the store",
      },
    );
  }
  const state = output === undefined ? storeFault(flags) : fileFault(flags);
  if (state) throw new CloacinaError("invalid_request", `Cannot generate a key: ${state}`);
}

/** Generates a key pair in the store, the private key encrypted with the master key. */
async function generateInStore(context: CliContext, flags: GenerateFlags): Promise<void> {
  const request = {
    orgId: requireOrg(context, flags),
    name: toKeyName(flags.name),
    trust: flags.trust ?? false,
  };
  const key = await context.withOperations(flags, async ({ keys }, place) => {
    if (request.trust) await warnOfTenant(place, context.terminal.tell);
    return await keys.generate(request);
  }, "allowed");
  await printResult(context.terminal, flags, {
    document: () => recordJson("SigningKey", key),
    fields: [...signingKeyFields(key), ["trusted", request.trust ? "yes" : "not by this command"]],
  });
}

function storeFault({ encrypt, force }: GenerateFlags) {
  if (encrypt) return "--encrypt is for --output; in a store every key is encrypted";
  return force && "--force is for --output; nothing in a store is replaced";
}

function fileFault({ org, trust }: GenerateFlags) {
  if (org !== undefined) return "--output and --org are mutually exclusive";
  return trust && "--output and --trust are mutually exclusive";
}
