import type { KeyFile } from "../../../formats/key_file.ts";
import type { CliContext } from "../../context.ts";
import { type PassphraseFlag, publicHalfOf } from "../../open_private_key.ts";
import { type JsonFlag, printResult } from "../../output.ts";
import { readKeyFile } from "../../read_key_file.ts";

/** The flags of `keys show`. */
export interface ShowFlags extends JsonFlag, PassphraseFlag {}

/** Shows what a key file holds: which half, in what format, behind a passphrase or not, and the fingerprint. */
export default async function show(
  this: CliContext,
  flags: ShowFlags,
  path: string,
): Promise<void> {
  const { name, file } = await readKeyFile(this, path);
  const { format, encrypted } = describe(file);
  const publicKeys = file.half === "public"
    ? file.keys
    : [await publicHalfOf(this, name, file.key, flags)];
  const fingerprints = publicKeys.map(({ fingerprint }) => fingerprint);
  const found = fingerprints.length === 1 ? { fingerprint: fingerprints[0] } : { fingerprints };
  const document = { file: name, type: file.half, format, encrypted, ...found };
  await printResult(this.terminal, flags, document, [
    ["file", name],
    ["type", `${file.half} key`],
    ["format", format],
    ["encrypted", encrypted ? "yes" : "no"],
    ...fingerprints.map((fingerprint) => ["fingerprint", fingerprint] as const),
  ]);
}

function describe(file: KeyFile): { readonly format: string; readonly encrypted: boolean } {
  if (file.half === "public") return { format: file.format, encrypted: false };
  return { format: file.key.format, encrypted: file.key.locked };
}
