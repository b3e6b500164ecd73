import { type FileAccess, openMode } from "../../domain/file_mode.ts";
import { quoted } from "../../domain/quoted.ts";
import type { CliContext } from "../context.ts";
import {
  type Reading,
  readPath,
  readReference,
  type ReferencedBytes,
} from "../keys/read_reference.ts";

/** Parses the bytes of a secret; `name` is their source, for messages. */
type ParseSecret<Secret> = (
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
) => Secret | Promise<Secret>;

/** A secret that is read, and how its bytes are parsed. */
interface SecretReading<Secret> extends Reading {
  readonly parse: ParseSecret<Secret>;
}

/**
 * Reads a secret from a path, `file:PATH`, `env:VAR` or `-`, as `readReference` does. A file that others may read is
 * warned of once it has turned out to be such a secret; the bytes are overwritten.
 */
export async function readSecret<Secret>(
  context: CliContext,
  reference: string,
  { parse, ...reading }: SecretReading<Secret>,
): Promise<Secret> {
  return await take(context, await readReference(context, reference, reading), parse);
}

/** As `readSecret`, from a path or `-` alone. */
export async function readSecretFile<Secret>(
  context: CliContext,
  path: string,
  { parse, ...reading }: SecretReading<Secret>,
): Promise<Secret> {
  return await take(context, await readPath(context, path, reading), parse);
}

/** Warns of a file with a secret that others may read. */
export async function warnOfReaders(
  { terminal }: CliContext,
  name: string,
  access: FileAccess,
): Promise<void> {
  const mode = openMode(access);
  if (mode === null) return;
  await terminal.tell(
    `warning: ${quoted(name)} can be read by others (mode ${mode}); chmod 600 it`,
  );
}

async function take<Secret>(
  context: CliContext,
  file: ReferencedBytes,
  parse: ParseSecret<Secret>,
): Promise<Secret> {
  const { bytes, name } = file;
  try {
    const secret = await parse(bytes, name);
    await warnOfReaders(context, name, file);
    return secret;
  } finally {
    bytes.fill(0);
  }
}
