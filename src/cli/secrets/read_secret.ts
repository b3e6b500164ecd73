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

/**
 * Warns of a file with a secret that others may read. A group that root lets read its own file is none of them: that is
 * how Kubernetes gives a pod its secrets, and PostgreSQL takes its key.
 */
export async function warnOfReaders(
  { terminal }: CliContext,
  { mode, isRoots, name }: Pick<ReferencedBytes, "mode" | "isRoots" | "name">,
): Promise<void> {
  if (mode === null || (mode & (isRoots ? 0o037 : 0o077)) === 0) return;
  const octal = mode.toString(8).padStart(4, "0");
  await terminal.tell(
    `warning: ${quoted(name)} can be read by others (mode ${octal}); chmod 600 it`,
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
    await warnOfReaders(context, file);
    return secret;
  } finally {
    bytes.fill(0);
  }
}
