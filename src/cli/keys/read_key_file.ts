import { type BareKey, readBareKey } from "../../formats/keys/bare_key.ts";
import { type KeyFile, parseKeyFile } from "../../formats/keys/key_file.ts";
import { MAX_KEY_FILE_BYTES } from "../../formats/keys/detect_keys.ts";
import type { CliContext } from "../context.ts";
import { readPath } from "./read_reference.ts";
import { warnOfReaders } from "../secrets/read_secret.ts";

/** A private or public key, and the name of its file. */
export interface NamedKeyFile {
  readonly name: string;
  readonly file: KeyFile;
  /** Not null for bare bytes, which are assumed to be a public key. */
  readonly bare: BareKey | null;
}

/** Reads a private or public key of any format from a path or `-`; warns of a private one that others may read. Throws `invalid_key`. */
export async function readKeyFile(context: CliContext, path: string): Promise<NamedKeyFile> {
  const { bytes, name, mode } = await readPath(context, path, {
    limit: MAX_KEY_FILE_BYTES,
    action: "read the key",
  });
  try {
    const file = await parseKeyFile(bytes, name);
    if (file.half === "private") await warnOfReaders(context, { mode, name });
    return { name, file, bare: await readBareKey(bytes) };
  } finally {
    bytes.fill(0);
  }
}
