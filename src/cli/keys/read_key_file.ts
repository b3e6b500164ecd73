import { type BareKey, readBareKey } from "../../formats/keys/bare_key.ts";
import { type KeyFile, parseKeyFile } from "../../formats/keys/key_file.ts";
import type { CliContext } from "../context.ts";
import { warnOfCertificate } from "./certificate_warning.ts";
import { readKeyReference } from "./key_source.ts";
import { warnOfReaders } from "../secrets/read_secret.ts";

/** A private or public key, and the name of its file. */
export interface NamedKeyFile {
  readonly name: string;
  readonly file: KeyFile;
  /** Not null for bare bytes, which are assumed to be a public key. */
  readonly bare: BareKey | null;
}

/**
 * Reads a private or public key of any format, as `readKeyReference` does; warns of a private one that others may read,
 * and of a certificate. Throws `invalid_key`.
 */
export async function readKeyFile(context: CliContext, reference: string): Promise<NamedKeyFile> {
  const source = await readKeyReference(context, reference, "read the key");
  const { bytes, name } = source;
  try {
    const file = await parseKeyFile(bytes, name);
    if (file.half === "private") await warnOfReaders(context, name, source);
    else if (file.format === "certificate") await warnOfCertificate(context.terminal, name);
    return { name, file, bare: await readBareKey(bytes) };
  } finally {
    bytes.fill(0);
  }
}
